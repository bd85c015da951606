// Binning of the scores of one part of a sample, and of variations of the same jets, with bootstrap replicas.
import { jetObservables, type BinnedSums, type Binning } from '@jetdemon/artifacts';
import type { Key } from '@jetdemon/workflow';
import { valuesOf, type ScoredJets } from '../inputs/scored-jets.ts';
import { binOf } from './bin-of.ts';
import { drawMultiplicities } from './poisson-multiplicities.ts';

export interface BinOptions {
  readonly bins: number;
  readonly replicas: number;
}

/** Of one bin of one class of one sample. */
interface Sums {
  readonly sample: string;
  readonly label: number;
  readonly bin: number;
  jets: number;
  score: number;
  weight: number;
  squares: number;
  readonly drawn: Int32Array;
  readonly drawnWeight: Float64Array;
}

/**
 * Counts jets in bins of score, as they are and in replicas. A jet has the same multiplicities in whatever part it is, and a
 * copy of it too: they come from its label, weight and observables (the score aside), so the same jets share them for
 * any classifier.
 *
 * @param nominal of both classes, with observables and with weights as they are stated
 * @param variations the same jets row by row, by name
 */
export function binScores(
  nominal: ScoredJets,
  variations: Readonly<Record<string, ScoredJets>>,
  key: Key,
  { bins, replicas }: BinOptions,
): { readonly sums: BinnedSums; readonly binning: Binning } {
  const samples = [['nominal', nominal] as const, ...Object.entries(variations)];
  const { label, weight } = nominal;
  const tables = samples.map(([sample, { score }]) => ({ sample, score, sums: new Map<number, Sums>() }));
  const multiplicity = new Uint8Array(replicas);
  const observed = jetObservables.map((name) => valuesOf(nominal, name));
  for (let row = 0; row < label.length; row++) {
    const [of, w] = [label[row]!, weight?.[row] ?? 1];
    drawMultiplicities(key.split([of, w, ...observed.map((values) => values[row]!)].join(' ')), multiplicity);
    for (const { sample, score, sums } of tables) {
      const bin = binOf(score[row]!, bins);
      const place = 2 * bin + of;
      let at = sums.get(place);
      if (!at) sums.set(place, (at = emptyBin({ sample, label: of, bin }, replicas, weight !== undefined)));
      at.jets++;
      at.score += Math.round(score[row]! * 2 ** 24) / 2 ** 24;
      at.weight += w;
      at.squares += w * w;
      for (let replica = 0; replica < replicas; replica++) at.drawn[replica]! += multiplicity[replica]!;
      if (weight) for (let replica = 0; replica < replicas; replica++) at.drawnWeight[replica]! += w * multiplicity[replica]!; // prettier-ignore
    }
  }
  const rows = tables.flatMap(({ sums }) => [...sums.values()].sort((a, b) => a.label - b.label || a.bin - b.bin));
  return {
    sums: {
      sample: rows.map(({ sample }) => sample),
      label: Uint8Array.from(rows, (row) => row.label),
      bin: Int32Array.from(rows, ({ bin }) => bin),
      jets: Int32Array.from(rows, ({ jets }) => jets),
      score: Float64Array.from(rows, ({ score }) => score),
      weight: Float64Array.from(rows, (row) => row.weight),
      squares: Float64Array.from(rows, ({ squares }) => squares),
      drawn: rows.map(({ drawn }) => drawn),
      drawn_weight: rows.map(({ drawnWeight }) => drawnWeight),
    },
    binning: {
      bins,
      replicas,
      samples: samples.map(([name]) => name),
      weights: { background: rangeOf(nominal, 0), signal: rangeOf(nominal, 1) },
    },
  };
}

const emptyBin = (place: Pick<Sums, 'sample' | 'label' | 'bin'>, replicas: number, weighted: boolean): Sums => ({
  ...place,
  jets: 0,
  score: 0,
  weight: 0,
  squares: 0,
  drawn: new Int32Array(replicas),
  drawnWeight: new Float64Array(weighted ? replicas : 0),
});

function rangeOf({ label, weight }: ScoredJets, wanted: number): [number, number] {
  if (!weight) return [1, 1];
  let [low, high] = [Infinity, -Infinity];
  weight.forEach((one, row) => {
    if (label[row] === wanted) [low, high] = [Math.min(low, one), Math.max(high, one)];
  });
  return [low, high];
}
