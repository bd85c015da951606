import { expect, test } from 'vitest';
import { meanCrossEntropy } from './cross-entropy.ts';

test('cross-entropy is −log of the probability given to the true class, also where the sigmoid saturates', () => {
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const expected = -(Math.log(sigmoid(1.5)) + Math.log(1 - sigmoid(-0.5))) / 2;
  expect(meanCrossEntropy(Float32Array.of(1.5, -0.5), [1, 0])).toBeCloseTo(expected, 12);
  expect(meanCrossEntropy(Float32Array.of(200), [0])).toBe(200);
  expect(meanCrossEntropy(Float32Array.of(200), [1])).toBeCloseTo(0, 12);
});

test('a jet of weight k is k jets', () => {
  const [logits, label, weights] = [Float32Array.of(1.5, -0.5, 2, 0), [1, 0, 0, 1], Float32Array.of(3, 0, 1, 2)];
  const repeated = Array.from(weights).flatMap((weight, at) => Array<number>(weight).fill(at));
  const more = Float32Array.from(repeated, (at) => logits[at]!);
  // means over 4 jets, and over the 6 that they stand for
  expect((4 * meanCrossEntropy(logits, label, weights)) / 6).toBeCloseTo(
    meanCrossEntropy(more, repeated.map((at) => label[at]!)), // prettier-ignore
    12,
  );
});
