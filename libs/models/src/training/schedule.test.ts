import { expect, test } from 'vitest';
import { learningRateAt } from './schedule.ts';

test('constant is constant', () => {
  expect([0, 10, 99].map((step) => learningRateAt('constant', 3e-4, step, 100))).toEqual([3e-4, 3e-4, 3e-4]);
});

test('cosine warms up over 200 steps, is at half its peak half way, and ends at zero', () => {
  const rate = (step: number) => learningRateAt('cosine', 1, step, 4000);
  expect(rate(0)).toBeCloseTo(1 / 200, 6);
  expect(rate(99)).toBeCloseTo(0.5 * 0.5 * (1 + Math.cos((Math.PI * 99) / 4000)), 12);
  expect(rate(2000)).toBeCloseTo(0.5, 12);
  expect(rate(3999)).toBeLessThan(1e-6);
});

test('a short training warms up over a fifth of its steps', () => {
  expect(learningRateAt('cosine', 1, 4, 25)).toBeCloseTo(0.5 * (1 + Math.cos((Math.PI * 4) / 25)), 12);
});
