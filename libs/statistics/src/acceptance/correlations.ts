// Correlation matrices of observables before and after an attack: what moves while every distribution by itself stays.
import { observables, type CorrelationMetrics, type ObservableName } from '@jetdemon/artifacts';
import type { Key, Uniform } from '@jetdemon/workflow';
import type { Pairing } from '../inputs/pairing.ts';
import { ofClass, valuesOf, type ScoredJets } from '../inputs/scored-jets.ts';
import { weightsOfClass } from '../inputs/weights.ts';
import { bootstrapSamples, quote } from '../intervals/bootstrap.ts';

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
  const samples = [nominal, perturbed].map((jets) => columnsOf(jets, names)) as [Columns, Columns];
  const pairs = names.flatMap((_, b) => names.slice(0, b).map((_, a) => [a, b] as const));
  const differences = (one: Columns, other: Columns, out: Float64Array) => {
    const [before, after] = [correlations(one, pairs), correlations(other, pairs)];
    for (let at = 0; at < out.length; at++) out[at] = after[at]! - before[at]!;
  };

  const labels = samples.map(({ weight }) => new Uint8Array(weight.length));
  const sources = [
    { labels: labels[0]!, key: key.split('correlations') },
    ...(pairing === 'unpaired' ? [{ labels: labels[1]!, key: key.split('correlations of the perturbed') }] : []),
  ];
  const intervals = bootstrapSamples(
    sources,
    ([ofNominal, ofPerturbed = ofNominal], out) =>
      differences(drawn(samples[0], ofNominal!), drawn(samples[1], ofPerturbed!), out),
    pairs.length,
    { replicas },
  );

  const found = largest(intervals.value);
  const out = new Float64Array(pairs.length);
  const uniform = key.split('permutations').uniform();
  let beyond = 0;
  for (let permutation = 0; permutation < replicas; permutation++) {
    const [one, other] = pairing === 'rows' ? swapped(samples, uniform) : dealt(samples, uniform);
    differences(one, other, out);
    if (largest(out) >= found) beyond++;
  }
  const [before, after] = samples.map((sample) => correlations(sample, pairs));
  const entries = pairs.map(([a, b], at) => {
    const words = `correlation of ${observables[names[a]!].phrase} and ${observables[names[b]!].phrase} of background jets`;
    const difference = quote(intervals, at, `${words}, after less before`, 'centred');
    return [`${names[a]!} ${names[b]!}`, { before: before![at]!, after: after![at]!, difference }] as const;
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

const drawn = ({ values, weight }: Columns, multiplicity: Uint8Array): Columns => ({
  values,
  weight: weight.map((one, row) => one * multiplicity[row]!),
});

/** Pearson's correlations of pairs of weighted values, one each; 0 where one of them does not vary. */
function correlations({ values, weight }: Columns, pairs: readonly (readonly [number, number])[]): number[] {
  const sum = weight.reduce((all, one) => all + one, 0);
  const means = values.map((of) => meanOf(of, weight, sum));
  const moment = (a: number, b: number) => product(values[a]!, means[a]!, values[b]!, means[b]!, weight);
  const squares = values.map((_, at) => moment(at, at));
  return pairs.map(([a, b]) => {
    const [xx, yy] = [squares[a]!, squares[b]!];
    return xx > 0 && yy > 0 ? moment(a, b) / Math.sqrt(xx * yy) : 0;
  });
}

/** About the first value: what does not vary is at no distance from it then, whatever is rounded. */
function meanOf(values: Float64Array, weight: Float64Array, sum: number): number {
  const first = values[0]!;
  let moment = 0;
  for (let row = 0; row < values.length; row++) moment += weight[row]! * (values[row]! - first);
  return first + moment / sum;
}

/** The weighted sum of products of distances from the means. */
function product(x: Float64Array, meanX: number, y: Float64Array, meanY: number, weight: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < weight.length; row++) sum += weight[row]! * (x[row]! - meanX) * (y[row]! - meanY);
  return sum;
}

const largest = (differences: Float64Array) => differences.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

/** Each jet before and after the attack, in either order. */
function swapped([a, b]: readonly [Columns, Columns], uniform: Uniform): readonly [Columns, Columns] {
  const swap = Uint8Array.from(a.weight, () => Number(uniform() < 0.5));
  const chosen = (first: Columns, second: Columns): Columns => ({
    values: first.values.map((own, at) => {
      const [other, values] = [second.values[at]!, new Float64Array(own.length)];
      for (let row = 0; row < values.length; row++) values[row] = (swap[row] ? other : own)[row]!;
      return values;
    }),
    weight: first.weight,
  });
  return [chosen(a, b), chosen(b, a)];
}

/** All jets shuffled, and dealt out to samples of the sizes that they had. */
function dealt([a, b]: readonly [Columns, Columns], uniform: Uniform): readonly [Columns, Columns] {
  const size = a.weight.length;
  const order = Uint32Array.from({ length: size + b.weight.length }, (_, at) => at);
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(uniform() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  const pooled = (of: (columns: Columns) => Float64Array, rows: Uint32Array) =>
    Float64Array.from(rows, (row) => (row < size ? of(a)[row]! : of(b)[row - size]!));
  const sample = (rows: Uint32Array): Columns => ({
    values: a.values.map((_, at) => pooled(({ values }) => values[at]!, rows)),
    weight: pooled(({ weight }) => weight, rows),
  });
  return [sample(order.slice(0, size)), sample(order.slice(size))];
}
