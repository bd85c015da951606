// Intervals on the mean of a Poisson distribution from one observed count: where sqrt(n) is not honest, n = 0 for one.
import { logGamma } from './incomplete-gamma.ts';

/** Probability within one standard deviation of a normal distribution. */
const oneSigma = 0.6826894921370859;

/**
 * Central interval of Garwood (Biometrika 28 (1936) 437): P(N >= n | low) = P(N <= n | high) = (1 - content) / 2;
 * it covers at least `content`, whatever the mean. `low` is 0 for n = 0. `count` is a whole number >= 0.
 */
export function poissonInterval(count: number, content: number = oneSigma): { low: number; high: number } {
  const tail = (1 - content) / 2;
  const reach = 10 * Math.sqrt(count + 1) + 10; // farther out the terms of the sum underflow
  return {
    low: count === 0 ? 0 : bisect((mean) => atMost(count - 1, mean) > 1 - tail, Math.max(0, count - reach), count),
    high: bisect((mean) => atMost(count, mean) > tail, count, count + reach),
  };
}

/** P(N <= n | mean), summed downwards from n until nothing is added. */
function atMost(n: number, mean: number): number {
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
