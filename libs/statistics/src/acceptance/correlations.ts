// Correlation matrices of observables before and after an attack: what moves while every distribution by itself stays.
import { observables, type CorrelationMetrics, type ObservableName } from '@jetdemon/artifacts';
import type { Key, Uniform } from '@jetdemon/workflow';
import type { Pairing } from '../inputs/pairing.ts';
import { ofClass, valuesOf, type ScoredJets } from '../inputs/scored-jets.ts';
import { weightsOfClass } from '../inputs/weights.ts';
import { bootstrapSamples, quote } from '../intervals/bootstrap.ts';
import { pooledSamples, type Pooled } from './pooled.ts';

export interface CorrelationOptions {
  /** At least two. */
  readonly observables: readonly ObservableName[];
  /** Bootstrap replicas, and permutations. */
  readonly replicas: number;
  readonly pairing: Pairing;
}

/** Jets of one class: the values of each observable, and weights. */
interface Columns {
  readonly values: readonly Float64Array[];
  readonly weight: Float64Array;
}

/**
 * Pearson's correlations of background jets and their differences, with the 68% interval of the bootstrap (the same replicas of both where
 * the jets are the same, row by row), and the p of a permutation test (Good, Permutation, Parametric and Bootstrap Tests, 2005) of the
 * largest difference: each jet and its moved twin trade places with probability 1/2, other jets are dealt out anew.
 *
 * @param nominal at least two background jets
 */
export function measureCorrelations(
  nominal: ScoredJets,
  perturbed: ScoredJets,
  key: Key,
  { observables: names, replicas, pairing }: CorrelationOptions,
): CorrelationMetrics {
  const columns = [nominal, perturbed].map((jets) => columnsOf(jets, names)) as [Columns, Columns];
  const pairs = names.flatMap((_, b) => names.slice(0, b).map((_, a) => [a, b] as const));
  const [one, other] = pooledSamples(columns.map(({ values }) => values), pairs) as [Pooled, Pooled]; // prettier-ignore
  const differences = (out: Float64Array) => {
    const [before, after] = [one.correlations(), other.correlations()];
    for (let at = 0; at < out.length; at++) out[at] = after[at]! - before[at]!;
  };

  const labels = columns.map(({ weight }) => new Uint8Array(weight.length));
  const sources = [
    { labels: labels[0]!, key: key.split('correlations') },
    ...(pairing === 'unpaired' ? [{ labels: labels[1]!, key: key.split('correlations of the perturbed') }] : []),
  ];
  const intervals = bootstrapSamples(
    sources,
    ([ofNominal, ofPerturbed = ofNominal], out) => {
      weigh(one, columns[0], ofNominal!);
      weigh(other, columns[1], ofPerturbed!);
      differences(out);
    },
    pairs.length,
    { replicas },
  );

  [one, other].forEach((sample, at) => sample.weight.set(columns[at]!.weight));
  const [before, after] = [one.correlations(), other.correlations()];
  const found = largest(intervals.value);
  const out = new Float64Array(pairs.length);
  const uniform = key.split('permutations').uniform();
  const deal = pairing === 'rows' ? swapper(one, other) : dealer(one, other);
  let beyond = 0;
  for (let permutation = 0; permutation < replicas; permutation++) {
    deal(uniform);
    differences(out);
    if (largest(out) >= found) beyond++;
  }
  const entries = pairs.map(([a, b], at) => {
    const words = `correlation of ${observables[names[a]!].phrase} and ${observables[names[b]!].phrase} of background jets`;
    const difference = quote(intervals, at, `${words}, after less before`, 'centred');
    return [`${names[a]!} ${names[b]!}`, { before: before[at]!, after: after[at]!, difference }] as const;
  });
  return {
    pairs: Object.fromEntries(entries),
    largest: found,
    p: (1 + beyond) / (1 + replicas),
    permutations: replicas,
  };
}

function columnsOf(jets: ScoredJets, names: readonly ObservableName[]): Columns {
  const values = names.map((name) => Float64Array.from(ofClass(jets, valuesOf(jets, name), 0)));
  const weight = jets.weight && weightsOfClass(jets.weight, jets.label, 0);
  return { values, weight: weight ?? new Float64Array(values[0]!.length).fill(1) };
}

function weigh({ weight }: Pooled, { weight: own }: Columns, multiplicity: Uint8Array): void {
  for (let row = 0; row < weight.length; row++) weight[row] = own[row]! * multiplicity[row]!;
}

const largest = (differences: Float64Array) => differences.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

/** Each jet before and after the attack, in either order. */
function swapper({ rows: one }: Pooled, { rows: other }: Pooled): (uniform: Uniform) => void {
  const jets = one.length;
  return (uniform) => {
    for (let row = 0; row < jets; row++) {
      const moved = Number(uniform() < 0.5) * jets;
      one[row] = row + moved;
      other[row] = row + jets - moved;
    }
  };
}

/** All jets shuffled, and dealt out to samples of the sizes that they had, each with its weight. */
function dealer(one: Pooled, other: Pooled): (uniform: Uniform) => void {
  const weights = Float64Array.from([...one.weight, ...other.weight]);
  return (uniform) => {
    const order = Uint32Array.from(weights, (_, at) => at);
    for (let at = order.length - 1; at > 0; at--) {
      const to = Math.floor(uniform() * (at + 1));
      [order[at], order[to]] = [order[to]!, order[at]!];
    }
    let next = 0;
    for (const { rows, weight } of [one, other]) {
      for (let at = 0; at < rows.length; at++) {
        rows[at] = order[next++]!;
        weight[at] = weights[rows[at]!]!;
      }
    }
  };
}
