import { expect, test } from 'vitest';
import { logNormal, sigmaGeV } from './resolution.ts';

test('constant, stochastic and noise terms add in quadrature', () => {
  expect(sigmaGeV({ constant: 0.03, stochasticSqrtGeV: 0, noiseGeV: 0 }, 100)).toBeCloseTo(3, 12);
  expect(sigmaGeV({ constant: 0, stochasticSqrtGeV: 0.4, noiseGeV: 0 }, 100)).toBeCloseTo(4, 12);
  expect(sigmaGeV({ constant: 0.03, stochasticSqrtGeV: 0.4, noiseGeV: 12 }, 100)).toBeCloseTo(13, 12);
});

test('a log-normal number has its median at μ / √(1 + σ²/μ²), and σ = 0 gives back μ', () => {
  expect(logNormal(10, 5, 0)).toBeCloseTo(10 / Math.sqrt(1.25), 12);
  expect(logNormal(10, 0, 1.7)).toBe(10);
  // z = b/2 is where x = μ.
  expect(logNormal(10, 5, Math.sqrt(Math.log(1.25)) / 2)).toBeCloseTo(10, 12);
});

test('nothing comes of no energy', () => {
  expect([0, -1, NaN].map((mean) => logNormal(mean, 1, 0.5))).toEqual([0, 0, 0]);
});
