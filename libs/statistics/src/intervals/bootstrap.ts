// The bootstrap (Efron, Ann. Statist. 7 (1979) 1): jets are drawn again with replacement, the statistic is taken anew.
// Drawn within each class, so that the numbers of signal and background jets stay what they were. A replica is a
// multiplicity per jet: samples that are the same jets row by row share it, which keeps their correlation; samples of other
// jets are drawn independently. Jets with event weights are drawn alike; a statistic multiplies the weight of each by its
// multiplicity.
import type { Key } from '@jetdemon/workflow';
import type { Quoted } from '@jetdemon/artifacts';
import { drawingOf } from './drawing.ts';

/**
 * Writes statistics of a replica into `out`; `multiplicity[row]` is how often the jet of that row was drawn: 256 times with a
 * probability below 1e-500.
 */
export type Statistics = (multiplicity: Uint8Array, out: Float64Array) => void;

/** Jets that are drawn again independently of those of other samples. */
export interface Resampled {
  /** Class of each jet, `[jets]`; each class is drawn from by itself. */
  readonly labels: ArrayLike<number>;
  readonly key: Key;
}

export interface BootstrapOptions {
  /** Number of times that the jets are drawn again. */
  readonly replicas?: number;
  /** Probability content of the central interval. */
  readonly interval?: number;
}

/** One entry per statistic: its value on the jets as they are, and the quantiles of its replicas. `[size]` each */
export interface Intervals {
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** The replicas, in the order in which they were drawn, `[size]` of `[replicas]`. */
  readonly drawn: readonly Float64Array[];
}

/**
 * Percentile bootstrap intervals of `size` statistics at once; whatever a statistic chooses (a threshold, a maximum)
 * it chooses again in every replica. The same key gives the same intervals.
 *
 * @param labels class of each jet, `[jets]`; each class is drawn from by itself
 * @example bootstrap(labels, (multiplicity, out) => (out[0] = auc(countPassing(ranking, multiplicity))), 1, key)
 */
export function bootstrap(
  labels: ArrayLike<number>,
  statistics: Statistics,
  size: number,
  key: Key,
  options: BootstrapOptions = {},
): Intervals {
  return bootstrapSamples([{ labels, key }], ([multiplicity], out) => statistics(multiplicity!, out), size, options);
}

/**
 * The same of statistics of several independent samples: a replica draws each again by itself, the two-sample bootstrap of
 * Efron and Tibshirani (An Introduction to the Bootstrap, 1993), section 8.3.
 *
 * @param samples each with a key of its own
 * @param statistics is given a multiplicity per jet of each sample, in their order
 */
export function bootstrapSamples(
  samples: readonly Resampled[],
  statistics: (multiplicities: readonly Uint8Array[], out: Float64Array) => void,
  size: number,
  { replicas = 1000, interval = 0.68 }: BootstrapOptions = {},
): Intervals {
  const drawings = samples.map(({ labels, key }) => drawingOf(labels, key));
  const multiplicities = drawings.map(({ multiplicity }) => multiplicity);
  const value = new Float64Array(size);
  statistics(multiplicities, value);

  const drawn = Array.from({ length: size }, () => new Float64Array(replicas));
  const out = new Float64Array(size);
  for (let replica = 0; replica < replicas; replica++) {
    for (const drawing of drawings) drawing.draw();
    statistics(multiplicities, out);
    for (let at = 0; at < size; at++) drawn[at]![replica] = out[at]!;
  }
  return intervalsOf(value, drawn, interval);
}

/**
 * Central intervals of statistics by the quantiles of their replicas.
 *
 * @param value on the jets as they are, `[size]`
 * @param drawn in each replica, `[size]` of `[replicas]`
 */
export function intervalsOf(value: Float64Array, drawn: readonly Float64Array[], interval: number): Intervals {
  const all = drawn.map((values) => values.toSorted());
  const end = (probability: number) => Float64Array.from(all, (sorted) => quantile(sorted, probability));
  return { value, low: end((1 - interval) / 2), high: end((1 + interval) / 2), drawn };
}

/**
 * How an interval follows from replicas: their quantiles; these reflected about the value (the basic bootstrap, eq. (5.6) of Davison and
 * Hinkley, 1997), for a maximum, which in a replica exceeds that of the sample by about as much as the sample's exceeds the true one; or
 * the value and half the distance of the quantiles to either side, for what depends on a threshold that each replica chooses anew, as its
 * own jets have it. What each covers is measured in tools/bench/coverage.
 */
export type IntervalKind = 'percentile' | 'reflected' | 'centred';

/** One statistic with its interval. */
export function quote(
  { value, low, high }: Intervals,
  at: number,
  description: string,
  kind: IntervalKind = 'percentile',
): Quoted {
  const [center, from, to] = [value[at]!, low[at]!, high[at]!];
  if (kind === 'percentile') return { value: center, low: from, high: to, description };
  if (kind === 'reflected') return { value: center, low: 2 * center - to, high: 2 * center - from, description };
  return { value: center, low: center - (to - from) / 2, high: center + (to - from) / 2, description };
}

/** Quantile of ascending values, linear between neighbours (type 7 of Hyndman and Fan, as numpy's default). */
export function quantile(sorted: Float64Array, probability: number): number {
  const at = probability * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}
