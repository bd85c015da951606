// Samples of random numbers held to their closed forms, at five standard errors.
import { expect } from 'vitest';

/** Mean 0, variance 1, 68.27% within 1 and 4.55% beyond 2, as of a standard normal distribution. */
export function requireNormal(sample: readonly number[]): void {
  const n = sample.length;
  expect(Math.abs(meanOf(sample))).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(meanOf(sample.map((z) => z * z)) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  requireShare(sample, (z) => Math.abs(z) < 1, 0.6826895);
  requireShare(sample, (z) => Math.abs(z) > 2, 0.0455003);
}

/** As many of the sample as a probability says. */
export function requireShare(sample: readonly number[], is: (value: number) => boolean, probability: number): void {
  const share = sample.filter(is).length / sample.length;
  const error = Math.sqrt((probability * (1 - probability)) / sample.length);
  expect(Math.abs(share - probability)).toBeLessThan(5 * error);
}

export const meanOf = (sample: readonly number[]): number =>
  sample.reduce((sum, value) => sum + value, 0) / sample.length;
