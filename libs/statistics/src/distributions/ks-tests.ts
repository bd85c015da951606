// KS distances of the same jets before and after, and of other jets, beside what chance alone would make of them.
import type { Uniform } from '@jetdemon/workflow';
import type { Numbers } from '../inputs/scored-jets.ts';
import { rowsInOrder } from '../inputs/order.ts';
import { effectiveJets } from '../inputs/weights.ts';
import { ksMaximum, ksProbability, type KsWeights } from './kolmogorov-smirnov.ts';

export interface KsTest {
  readonly distance: number;
  /** Its expectation where both samples have one distribution. */
  readonly chance: number;
  /** How often it is as large there. */
  readonly p: number;
}

export interface PairedOptions {
  /** Of the jets, of a sum above 0; absent: 1. */
  readonly weights?: Float64Array | undefined;
  readonly permutations: number;
}

/**
 * The distance of paired samples and a permutation test (Good, Permutation, Parametric and Bootstrap Tests, 2005): where nothing moves the
 * distribution each value and its twin may trade places, which they do with probability 1/2. p is (1 + as large) / (1 + permutations).
 *
 * @param a finite values, at least one
 * @param b of the same jets, row by row
 */
export function pairedKs(a: Numbers, b: Numbers, uniform: Uniform, { weights, permutations }: PairedOptions): KsTest {
  const { distance } = ksMaximum(a, b, { a: weights, b: weights });
  const n = a.length;
  const both =
    a instanceof Float32Array && b instanceof Float32Array ? new Float32Array(2 * n) : new Float64Array(2 * n);
  both.set(a);
  both.set(b, n);
  const order = rowsInOrder(both, 'ascending');
  const last = Uint8Array.from(order, (at, place) =>
    Number(place + 1 === 2 * n || both[order[place + 1]!]! > both[at]!),
  );
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : n;
  const steps = weights ? new Float64Array(2 * n) : new Int8Array(2 * n);
  const rounding = 1e-12;
  let [beyond, sum] = [0, 0];
  for (let permutation = 0; permutation < permutations; permutation++) {
    for (let row = 0; row < n; row++) {
      const sign = 2 * Number(uniform() < 0.5) - 1;
      steps[row] = weights ? sign * weights[row]! : sign;
      steps[n + row] = -steps[row]!;
    }
    const largest = farthest(order, last, steps);
    sum += largest / total;
    if (largest / total >= distance - rounding) beyond++;
  }
  return { distance, chance: sum / permutations, p: (1 + beyond) / (1 + permutations) };
}

/** The largest distance from 0 of a sum of steps in this order, where it may end. */
function farthest(order: Int32Array, last: Uint8Array, steps: Float64Array | Int8Array): number {
  let [apart, largest] = [0, 0];
  for (let place = 0; place < order.length; place++) {
    apart += steps[order[place]!]!;
    const far = Math.abs(apart);
    if (last[place] && far > largest) largest = far;
  }
  return largest;
}

/** Mean of the Kolmogorov distribution: sqrt(pi / 2) ln 2, 0.87. */
const kolmogorovMean = Math.sqrt(Math.PI / 2) * Math.LN2;

/**
 * The distance of independent samples with the p of `ksProbability`; samples of one distribution are apart by
 * sqrt(pi / 2) ln 2 sqrt(1 / m + 1 / n) on average, of weighted values with effective numbers.
 *
 * @param a finite values, at least one
 * @param b likewise
 */
export function unpairedKs(a: Numbers, b: Numbers, weights: KsWeights = {}): KsTest {
  const { distance } = ksMaximum(a, b, weights);
  const of = (values: Numbers, own: Float64Array | undefined) => (own ? effectiveJets(own) : values.length);
  const [m, n] = [of(a, weights.a), of(b, weights.b)];
  return { distance, chance: kolmogorovMean * Math.sqrt(1 / m + 1 / n), p: ksProbability(distance, m, n) };
}

/**
 * The standard error of a paired distance. Where the two distribution functions are farthest apart, at x, their
 * difference D is the (weighted) mean over jets of d = [a <= x] - [b <= x], which is -1, 0 or 1; the error is that of a mean,
 * sqrt(sum w^2 (d - D)^2) / sum w to first order. That x was chosen for its distance is not in it, so that it makes no interval.
 */
export function pairedKsError(a: Numbers, b: Numbers, weights?: Float64Array): { distance: number; error: number } {
  const { distance, at } = ksMaximum(a, b, { a: weights, b: weights });
  return { distance, error: weights ? weightedError(a, b, at, weights) : countedError(a, b, at, distance) };
}

/** d^2 is 1 for the jets that crossed x, else 0. */
function countedError(a: Numbers, b: Numbers, x: number, distance: number): number {
  let moved = 0;
  for (let row = 0; row < a.length; row++) moved += Number(a[row]! <= x !== b[row]! <= x);
  moved /= a.length;
  return Math.sqrt(Math.max(0, moved - distance * distance) / a.length);
}

function weightedError(a: Numbers, b: Numbers, x: number, weights: Float64Array): number {
  const d = Float64Array.from(a, (value, row) => Number(value <= x) - Number(b[row]! <= x));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = d.reduce((sum, one, row) => sum + weights[row]! * one, 0) / total;
  return Math.sqrt(d.reduce((sum, one, row) => sum + (weights[row]! * (one - mean)) ** 2, 0)) / total;
}
