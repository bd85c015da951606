// Intervals on the mean of a Poisson distribution from one observed count: where sqrt(n) is not honest, n = 0 for one.
import { logGamma, upperGamma } from '../functions/incomplete-gamma.ts';

/** Probability within one standard deviation of a normal distribution. */
const oneSigma = 0.6826894921370859;

/**
 * Central interval of Garwood (Biometrika 28 (1936) 437): P(N >= n | low) = P(N <= n | high) = (1 - content) / 2;
 * it covers at least `content`, whatever the mean. `low` is 0 for n = 0. `count` is 0 or >= 1, whole but for effective
 * counts.
 */
export function poissonInterval(count: number, content: number = oneSigma): { low: number; high: number } {
  const tail = (1 - content) / 2;
  const reach = 10 * Math.sqrt(count + 1) + 10; // farther out the terms of the sum underflow
  return {
    low: count === 0 ? 0 : bisect((mean) => atMost(count - 1, mean) > 1 - tail, Math.max(0, count - reach), count),
    high: bisect((mean) => atMost(count, mean) > tail, count, count + reach),
  };
}

/**
 * Interval with 68.27% content on the expected sum of weights in a bin: that of n = (sum w)^2 / sum w^2 jets (Garwood's, with
 * the incomplete gamma function for n that are not whole), times sum w^2 / sum w, which is the scaled Poisson distribution of
 * Bohm and Zech, arXiv:1309.1287. An empty bin has the interval of none times `unit`. Below one effective jet, which takes
 * negative weights, sum -+ sqrt(sum w^2).
 *
 * @param unit sum w^2 / sum w of the whole sample
 */
export function weightedInterval(sum: number, variance: number, unit: number): { low: number; high: number } {
  const rounding = 1 - 1e-9;
  if (variance > 0 && !(sum > 0 && sum * sum >= rounding * variance)) {
    return { low: sum - Math.sqrt(variance), high: sum + Math.sqrt(variance) };
  }
  const scale = variance > 0 ? variance / sum : unit;
  const { low, high } = poissonInterval(variance > 0 ? sum / scale : 0);
  return { low: scale * low, high: scale * high };
}

/** P(N <= n | mean), summed downwards from n until nothing is added; Q(n + 1, mean) for n that is not whole. */
function atMost(n: number, mean: number): number {
  if (!Number.isInteger(n)) return upperGamma(n + 1, mean);
  let term = Math.exp(n * Math.log(mean) - mean - logGamma(n + 1));
  let sum = 0;
  for (let k = n; k >= 0 && sum + term !== sum; k--) {
    sum += term;
    term *= k / mean;
  }
  return sum;
}

/** Where `isBelow` turns false between `low` and `high`, to double precision. */
function bisect(isBelow: (x: number) => boolean, low: number, high: number): number {
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
