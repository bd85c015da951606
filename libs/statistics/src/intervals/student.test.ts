import { describe, expect, test } from 'vitest';
import { studentFactor } from './student.ts';

describe('the factor of Student’s t', () => {
  // Table G.2 of JCGM 100:2008 (the "GUM")
  test.each([
    [0.6827, [1.84, 1.32, 1.2, 1.14, 1.11, 1.09, 1.08, 1.07, 1.06, 1.05]],
    [0.95, [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23]],
  ])('for a content of %f is that of the tables for 1 to 10 degrees of freedom', (content, factors) => {
    expect(factors.map((_, at) => Number(studentFactor(content, at + 1).toFixed(2)))).toEqual(factors);
  });

  test('has its closed forms for one and two degrees of freedom', () => {
    expect(studentFactor(0.68, 1)).toBeCloseTo(Math.tan(0.34 * Math.PI), 10);
    expect(studentFactor(0.68, 2)).toBeCloseTo(0.68 * Math.sqrt(2 / (1 - 0.68 ** 2)), 10);
  });

  test('tends to that of a Gaussian', () => {
    expect(studentFactor(0.9544997, 10_000)).toBeCloseTo(2, 3); // 2 sigma
  });
});
