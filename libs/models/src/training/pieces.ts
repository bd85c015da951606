// A batch in pieces, whose steps are computed side by side.
import type { CompiledStep } from '@jetdemon/compute';
import { valuesPerJet, type Batch, type JetLayout } from '@jetdemon/data';
import { constituentCounts } from '../networks/counts.ts';

/** Jets in a piece at least: of fewer, products of matrices are slow and gradients take as long as they do. */
const fewest = 32;

/** Pieces of one size into which a step's batch of `size` jets is best divided. */
export function pieceCount({ pieces }: Pick<CompiledStep, 'pieces'>, size: number): number {
  for (let count = pieces; count > 1; count--) if (size % count === 0 && size / count >= fewest) return count;
  return 1;
}

export interface Piece extends Pick<Batch, 'jets' | 'label'> {
  readonly weights?: Float32Array | undefined;
  /** For `indices`. */
  readonly multiple?: number | undefined;
}

/** Less than a thirtieth of the rows is filled up; pieces of as many jets have about as many constituents, so that shapes stay few. */
const multipleFor = (jets: number): number => Math.min(512, 64 * Math.ceil(jets / 64));

/**
 * The jets of a batch, labels and weights in `count` pieces of about as many constituents, which take about as long; one piece is
 * the batch.
 */
export function divided(batch: Piece, layout: JetLayout, count: number): Piece[] {
  if (count === 1) return [batch];
  const { jets, label, weights } = batch;
  const constituents = constituentCounts(jets, layout);
  const byConstituents = Int32Array.from(constituents.keys()).sort((a, b) => constituents[a]! - constituents[b]!);
  const rows = Array.from({ length: count }, () => [] as number[]);
  // to and fro, so that none has the larger one each time
  byConstituents.forEach((jet, at) => {
    const place = at % count;
    rows[Math.floor(at / count) % 2 ? count - 1 - place : place]!.push(jet);
  });
  const picked = (values: Float32Array, own: readonly number[], perJet = 1): Float32Array => {
    const into = new Float32Array(own.length * perJet);
    own.forEach((jet, at) => into.set(values.subarray(jet * perJet, (jet + 1) * perJet), at * perJet));
    return into;
  };
  return rows.map((own) => ({
    jets: picked(jets, own, valuesPerJet(layout)),
    label: picked(label, own),
    ...(weights && { weights: picked(weights, own) }),
    multiple: multipleFor(own.length),
  }));
}
