// The two-sample Kolmogorov-Smirnov test: the largest distance of two empirical distributions, and its p-value.
// Asymptotic: the exact distribution for small samples is not here.

/** Weights of the values of each sample, of a sum above 0; a sample without has weights of 1. */
export interface KsWeights {
  readonly a?: Float64Array | undefined;
  readonly b?: Float64Array | undefined;
}

/**
 * Largest distance between the empirical distribution functions of two samples, D = max_x |F_a(x) - F_b(x)|, with
 * F(x) = sum of the weights of values <= x over the sum of all (the share of values without weights).
 * Values equal in both are stepped over together, so ties are exact. Values are finite; NaN when a sample is empty.
 */
export function ksDistance(a: ArrayLike<number>, b: ArrayLike<number>, weights: KsWeights = {}): number {
  return ksMaximum(a, b, weights).distance;
}

/** `ksDistance`, and a value up to which the two functions differ by it; NaN for both when a sample is empty. */
export function ksMaximum(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  weights: KsWeights = {},
): { distance: number; at: number } {
  if (weights.a || weights.b) return weightedMaximum(stepsOf(a, weights.a), stepsOf(b, weights.b));
  const sortedA = Float64Array.from(a).sort();
  const sortedB = Float64Array.from(b).sort();
  if (sortedA.length === 0 || sortedB.length === 0) return { distance: NaN, at: NaN };
  let [distance, at] = [0, Math.min(sortedA[0]!, sortedB[0]!)];
  let passedA = 0;
  let passedB = 0;
  while (passedA < sortedA.length && passedB < sortedB.length) {
    const x = Math.min(sortedA[passedA]!, sortedB[passedB]!);
    while (sortedA[passedA] === x) passedA++;
    while (sortedB[passedB] === x) passedB++;
    const here = Math.abs(passedA / sortedA.length - passedB / sortedB.length);
    if (here > distance) [distance, at] = [here, x];
  }
  return { distance, at };
}

interface Steps {
  /** Ascending. */
  readonly values: Float64Array;
  /** Sum of the weights up to each value. */
  readonly sums: Float64Array;
}

function stepsOf(values: ArrayLike<number>, weights: Float64Array | undefined): Steps {
  // Equal values stay in the order of the sample, so that sums of the same jets round alike.
  const order = Uint32Array.from({ length: values.length }, (_, row) => row).sort((i, j) => values[i]! - values[j]!);
  let sum = 0;
  return {
    values: Float64Array.from(order, (row) => values[row]!),
    sums: Float64Array.from(order, (row) => (sum += weights ? weights[row]! : 1)),
  };
}

/** To the end of both samples: after the end of one the distance may still grow where weights are negative. */
function weightedMaximum(a: Steps, b: Steps): { distance: number; at: number } {
  if (a.values.length === 0 || b.values.length === 0) return { distance: NaN, at: NaN };
  let [distance, at] = [0, Math.min(a.values[0]!, b.values[0]!)];
  let [passedA, passedB] = [0, 0];
  const share = ({ sums }: Steps, passed: number) => (passed === 0 ? 0 : sums[passed - 1]! / sums.at(-1)!);
  while (passedA < a.values.length || passedB < b.values.length) {
    const x = Math.min(a.values[passedA] ?? Infinity, b.values[passedB] ?? Infinity);
    while (a.values[passedA] === x) passedA++;
    while (b.values[passedB] === x) passedB++;
    const here = Math.abs(share(a, passedA) - share(b, passedB));
    if (here > distance) [distance, at] = [here, x];
  }
  return { distance, at };
}

/**
 * p-value of a distance D between independent samples of m and n values: Q(sqrt(m n / (m + n)) D), asymptotic, and an
 * upper bound where values are tied. Of weighted values, m and n are the effective numbers (sum w)^2 / sum w^2, as in ROOT's
 * TH1::KolmogorovTest: right where weights do not depend on the value. Not valid for paired samples, which are closer
 * than chance allows.
 */
export function ksProbability(distance: number, m: number, n: number): number {
  return kolmogorovSurvival(Math.sqrt((m * n) / (m + n)) * distance);
}

/**
 * Survival function of the Kolmogorov distribution, Q(x) = 2 sum_k (-1)^(k-1) exp(-2 k^2 x^2); below x = 1, where that
 * converges slowly, 1 - sqrt(2 pi) / x sum_k exp(-(2k-1)^2 pi^2 / (8 x^2)) (Kolmogorov 1933; Smirnov, Ann. Math.
 * Statist. 19 (1948) 279). Five terms of either are exact to double precision. 1 for x <= 0.
 */
export function kolmogorovSurvival(x: number): number {
  if (x <= 0) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 5; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 5; k >= 1; k--) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return 2 * sum;
}
