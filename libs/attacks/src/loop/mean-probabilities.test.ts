import { expect, test } from 'vitest';
import { meanProbabilities } from './mean-probabilities.ts';

const logit = (p: number) => Math.log(p / (1 - p));
const logits = (...of: number[]) => Float32Array.from(of, logit);

test('is the mean over the jets of all batches, filler left out', () => {
  const means = meanProbabilities();
  means.ofBatch(2)(0, logits(0.25, 0.5));
  means.ofBatch(1)(0, logits(0.75, 0.9));
  expect(means.response()).toEqual([{ iteration: 0, meanProbability: expect.closeTo(0.5, 7) as number }]);
});

test('does not depend on which batch is told first', () => {
  const given = Array.from({ length: 9 }, (_, at) => logits(0.1 + 0.0123 * at, 0.7 - 0.0311 * at));
  const told = (order: number[]) => {
    const means = meanProbabilities();
    const tells = given.map(({ length }) => means.ofBatch(length));
    for (const at of order) tells[at]!(0, given[at]!);
    return means.response();
  };
  expect(told([4, 8, 0, 2, 1, 3, 7, 6, 5])).toEqual(told([0, 1, 2, 3, 4, 5, 6, 7, 8]));
});

test('has the iterations at which anybody asked', () => {
  const means = meanProbabilities();
  expect(means.response()).toEqual([]);
  const tell = means.ofBatch(1);
  tell(0, logits(0.5));
  tell(3, logits(0.25));
  expect(means.response().map(({ iteration }) => iteration)).toEqual([0, 3]);
});
