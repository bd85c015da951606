// Intervals on the mean of a Poisson distribution from one observed count: where sqrt(n) is not honest, n = 0 for one.

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
  let term = Math.exp(n * Math.log(mean) - mean - logFactorial(n));
  let sum = 0;
  for (let k = n; k >= 0 && sum + term !== sum; k--) {
    sum += term;
    term *= k / mean;
  }
  return sum;
}

/** ln n!, Stirling's series above 20 (relative error below 1e-15). */
function logFactorial(n: number): number {
  if (n > 20) {
    const x = n + 1;
    const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  }
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return Math.log(product);
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
