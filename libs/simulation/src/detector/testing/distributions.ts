// References for random numbers: closed forms, and how likely a distance from them is.

/** Φ, by erfc of Abramowitz and Stegun, 7.1.26: |error| < 8e-8. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = (polynomial * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** P(X ≤ x) for X log-normal with this mean and standard deviation. */
export function logNormalCdf(x: number, mean: number, sigma: number): number {
  const b = Math.sqrt(Math.log(1 + (sigma / mean) ** 2));
  return normalCdf((Math.log(x / mean) + (b * b) / 2) / b);
}

/** Probability that `sample` of uniform numbers in [0, 1] is as far from uniform: Kolmogorov's asymptotic series. */
export function uniformProbability(sample: readonly number[]): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  const distance = sorted.reduce((far, value, at) => Math.max(far, (at + 1) / n - value, value - at / n), 0);
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  if (lambda < 0.3) return 1;
  const terms = Array.from({ length: 100 }, (_, at) => (at % 2 ? -1 : 1) * Math.exp(-2 * ((at + 1) * lambda) ** 2));
  return 2 * terms.reduce((sum, term) => sum + term, 0);
}
