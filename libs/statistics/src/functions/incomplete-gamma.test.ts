import { describe, expect, test } from 'vitest';
import { chi2Survival, logGamma, logNormalSurvival, normalSurvival, upperGamma } from './incomplete-gamma.ts';

/** Equal to 12 digits. */
const same = (found: number, expected: number) => expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);

describe('chi2Survival', () => {
  // python3 -c "from scipy.stats import chi2; print(chi2.sf(14.7, 14))", scipy 1.17.1; the first three are the chi2 / ndf
  // of Fig. 1 of arXiv:1910.08606
  test.each([
    { chi2: 14.7, ndf: 14, expected: 0.39896467439529165 },
    { chi2: 25.0, ndf: 40, expected: 0.9694058710730035 },
    { chi2: 37.8, ndf: 40, expected: 0.5697189012659436 },
    { chi2: 0.5, ndf: 1, expected: 0.47950012218695337 },
    { chi2: 200, ndf: 40, expected: 3.764893576001532e-23 },
    { chi2: 1000, ndf: 3, expected: 1.7994208765314067e-216 },
    { chi2: 950, ndf: 1000, expected: 0.8691240657456883 },
    { chi2: 1e-3, ndf: 80, expected: 1 },
  ])('of $chi2 with $ndf degrees of freedom', ({ chi2, ndf, expected }) => {
    same(chi2Survival(chi2, ndf), expected);
  });

  test.each([0, 0.1, 2, 5, 40, 300])('of %d with 2 degrees of freedom is an exponential', (chi2) => {
    same(chi2Survival(chi2, 2), Math.exp(-chi2 / 2));
  });

  test('without degrees of freedom only 0 is possible', () => {
    expect(chi2Survival(0, 0)).toBe(1);
    expect(chi2Survival(0.1, 0)).toBe(0);
  });

  test('of an infinite chi2 is 0', () => {
    expect(chi2Survival(Infinity, 5)).toBe(0);
  });
});

// scipy.stats.norm.sf
test.each([
  { z: 0, expected: 0.5 },
  { z: 0.5, expected: 0.3085375387259869 },
  { z: 1, expected: 0.15865525393145707 },
  { z: 3, expected: 0.0013498980316300933 },
  { z: 5, expected: 2.866515718791933e-7 },
  { z: 8, expected: 6.22096057427174e-16 },
  { z: -2, expected: 0.9772498680518208 },
])('the normal survival function of $z', ({ z, expected }) => same(normalSurvival(z), expected));

test.each([-3, 0, 1, 1.99, 2.01, 8, 30])('the logarithm of the normal survival function of %d', (z) => {
  expect(logNormalSurvival(z)).toBeCloseTo(Math.log(normalSurvival(z)), 12);
});

// Abramowitz and Stegun 26.2.12: Q(z) = phi(z) / z (1 - 1 / z^2 + 3 / z^4 - 15 / z^6 ...)
test.each([40, 100, 1e4])('where the probability of %d underflows', (z) => {
  const series = 1 - z ** -2 + 3 * z ** -4 - 15 * z ** -6;
  const expected = -(z * z) / 2 - Math.log(z * Math.sqrt(2 * Math.PI)) + Math.log(series);
  expect(Math.abs(logNormalSurvival(z) / expected - 1)).toBeLessThan(1e-11);
});

// scipy.special.gammaln
test.each([
  { x: 1e-3, expected: 6.907178885383853 },
  { x: 0.5, expected: Math.log(Math.PI) / 2 },
  { x: 2.5, expected: 0.2846828704729192 },
  { x: 19.5, expected: 37.861086508961094 },
  { x: 20, expected: 39.339884187199495 },
  { x: 100, expected: 359.1342053695754 },
])('ln Gamma($x)', ({ x, expected }) => same(logGamma(x), expected));

test('series and continued fraction meet where one gives way to the other', () => {
  for (const a of [0.5, 3, 20, 500]) {
    expect(upperGamma(a, a + 1 - 1e-12)).toBeCloseTo(upperGamma(a, a + 1 + 1e-12), 10);
  }
});
