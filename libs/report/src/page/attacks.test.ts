import { expect, test } from 'vitest';
import { overTrainings } from './attacks.ts';

const around = (value: number, side: number) => ({ value, low: value - side, high: value + side });

test('no training gives no number, and one passes as it is', () => {
  expect(overTrainings([], { interval: 0.68 })).toBeUndefined();
  expect(overTrainings([around(2, 0.5)], { interval: 0.68 })).toMatchObject(around(2, 0.5));
});

// Student's t of one degree of freedom is Cauchy's: t = tan(π/2 · 0.5) = 1; with s = √2, t s / √2 = 1, and 3/4, 1, 5/4
// are the sides of a triangle with a right angle.
test('the mean over two trainings has the error of jets and that of seeds in quadrature', () => {
  const { value, low, high } = overTrainings([around(1, 0.75), around(3, 0.75)], { interval: 0.5 })!;
  expect(value).toBe(2);
  expect(low).toBeCloseTo(0.75, 10);
  expect(high).toBeCloseTo(3.25, 10);
});
