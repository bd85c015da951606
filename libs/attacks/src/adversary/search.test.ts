import { expect, test } from 'vitest';
import { nextLambdas } from './search.ts';

const acceptance = { score: 0.02, mass: 0.04 };
const noError = { score: 0, mass: 0 };

test('λ follows the square of the distance over nine tenths of the limit', () => {
  const next = nextLambdas({ score: 10, mass: 100 }, acceptance, { ks: { score: 0.027, mass: 0.018 }, error: noError });
  expect(next.score).toBeCloseTo(10 * 1.5 ** 2, 10);
  expect(next.mass).toBeCloseTo(100 * 0.5 ** 2, 10);
});

test('the error of a distance counts as part of it', () => {
  const next = nextLambdas({ score: 10 }, acceptance, { ks: { score: 0.02 }, error: { score: 0.007 } });
  expect(next.score).toBeCloseTo(10 * 1.5 ** 2, 10);
});

test('by a factor of four at most, either way', () => {
  const next = nextLambdas({ score: 10, mass: 100 }, acceptance, { ks: { score: 0.9, mass: 0 }, error: noError });
  expect(next).toEqual({ score: 40, mass: 25 });
});

test('what has no acceptance criterion keeps its λ', () => {
  const distances = { ks: { score: 0.9, d2: 0.5 }, error: { score: 0, d2: 0 } };
  expect(nextLambdas({ score: 7, d2: 3 }, { score: 0.02 }, distances)).toEqual({ score: 28, d2: 3 });
});
