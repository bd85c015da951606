// A batch in pieces, whose steps are computed side by side.
import type { CompiledStep } from '@jetdemon/compute';
import { valuesPerJet, type Batch } from '@jetdemon/data';
import { constituentCounts } from '../networks/counts.ts';
import type { TaggerFunction } from '../tagger.ts';

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
 * Divides batches of jets, labels and weights into `count` pieces that take about as long; one piece is the batch.
 *
 * Of a network that takes index arrays, and leaves padding out by them, pieces have about as many constituents, and lie in
 * the arrays of those of the batch before; else they are the batch's jets in its order, where they are.
 */
export function dividing(
  { layout, indices }: Pick<TaggerFunction, 'layout' | 'indices'>,
  count: number,
): (batch: Piece) => Piece[] {
  if (count === 1) return (batch) => [batch];
  const perJet = valuesPerJet(layout);
  const packed = Object.keys(indices(new Float32Array(perJet))).length > 0;
  const arrays = new Map<string, Float32Array>();
  const array = (name: string, size: number): Float32Array => {
    const known = arrays.get(name);
    if (known?.length === size) return known;
    const made = new Float32Array(size);
    arrays.set(name, made);
    return made;
  };
  return ({ jets, label, weights }) => {
    if (label.length % count > 0) throw new Error(`internal: ${label.length} jets in ${count} pieces of one size`);
    if (!packed) return consecutive({ jets, label, weights }, count);
    const rows = dealt(constituentCounts(jets, layout), layout.constituents, count);
    return rows.map((own, piece) => {
      const picked = (name: string, values: Float32Array, each = 1): Float32Array => {
        const into = array(`${piece} ${name}`, own.length * each);
        own.forEach((jet, at) => into.set(values.subarray(jet * each, (jet + 1) * each), at * each));
        return into;
      };
      return {
        jets: picked('jets', jets, perJet),
        label: picked('label', label),
        ...(weights && { weights: picked('weights', weights) }),
        multiple: multipleFor(own.length),
      };
    });
  };
}

/** Views of the batch. */
function consecutive({ jets, label, weights }: Piece, count: number): Piece[] {
  return Array.from({ length: count }, (_, piece) => {
    const own = (values: Float32Array): Float32Array => {
      const each = values.length / count;
      return values.subarray(piece * each, (piece + 1) * each);
    };
    return { jets: own(jets), label: own(label), ...(weights && { weights: own(weights) }) };
  });
}

/** Jets in ascending number of constituents, dealt to and fro so that no piece has the larger one each time. */
function dealt(constituents: Int32Array, most: number, count: number): Int32Array[] {
  const places = new Int32Array(most + 2);
  for (const own of constituents) places[own + 1]!++;
  for (let own = 1; own < places.length; own++) places[own]! += places[own - 1]!;
  const rows = Array.from({ length: count }, () => new Int32Array(constituents.length / count));
  constituents.forEach((own, jet) => {
    const at = places[own]!++;
    const round = Math.floor(at / count);
    const piece = at % count;
    rows[round % 2 ? count - 1 - piece : piece]![round] = jet;
  });
  return rows;
}
