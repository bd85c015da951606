// Footprints of functions whose tensors can be counted by hand.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { footprint } from './footprint.ts';

const of = (jets: number) => ({
  x: { shape: [jets, 3], dtype: 'float32' as const },
  w: { shape: [3, 5], dtype: 'float32' as const },
});

test('counts what is made, not what is given', () => {
  // A product [4, 5] and its exponential, four bytes each.
  expect(footprint(({ x, w }) => ({ y: tf.exp(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)) }), of(4))).toBe(160);
});

test('grows with the slopes, and in proportion to the jets', () => {
  const slopes = ({ x, w }: tf.NamedTensorMap) => ({
    y: tf.grad((moved: tf.Tensor) => tf.sum(tf.exp(tf.matMul(moved as tf.Tensor2D, w as tf.Tensor2D))))(x!),
  });
  const [two, four] = [2, 4].map((jets) => footprint(slopes, of(jets))) as [number, number];
  // Product, exponential and its slope are [jets, 5] or made of it, the slope by x [jets, 3].
  expect((four - two) / 2).toBeGreaterThanOrEqual(4 * (5 + 5 + 3));
  expect((four - two) / 2).toBeLessThanOrEqual(4 * (5 + 5 + 5 + 5 + 3));
});
