import { expect } from 'vitest';

/** Vitest's `toBeCloseTo` of each number, asked only where a subtraction does not settle it: a call takes microseconds. */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  expect(found.length).toBe(expected.length);
  const within = 10 ** -digits / 2;
  for (let at = 0; at < expected.length; at++)
    if (!(Math.abs(found[at]! - expected[at]!) < within))
      expect(found[at], `at ${at}`).toBeCloseTo(expected[at]!, digits);
}
