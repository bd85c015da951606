// Trees small enough to be walked by hand.
import '../../../../tensors/backend.ts';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Forest, modes, walked } from './forest.ts';

/** Of x₀ ≤ 1 ? (x₁ > 0 ? 10 : 20) : 30, and of a tree that is a leaf alone, 0.5. */
const forest: Forest = {
  roots: Int32Array.of(0, 5),
  features: Int32Array.of(0, 1, 0, 0, 0, 0),
  splits: Float32Array.of(1, 0, 0, 0, 0, 0),
  modes: Int32Array.of(modes.indexOf('BRANCH_LEQ'), modes.indexOf('BRANCH_GT'), -1, -1, -1, -1),
  yes: Int32Array.of(1, 2, 2, 3, 4, 5),
  no: Int32Array.of(4, 3, 2, 3, 4, 5),
  missing: Float32Array.of(1, 0, 0, 0, 0, 0),
  weights: Float32Array.of(0, 0, 10, 20, 30, 0.5),
  targets: 1,
};

test('every row goes its own way, NaN as each node says', () => {
  const x = tf.tensor2d([[1, 2], [1, 0], [1.5, 2], [NaN, 2], [0, NaN]]); // prettier-ignore
  expect(Array.from(walked(x, forest).dataSync())).toEqual([10.5, 20.5, 30.5, 10.5, 20.5]);
});

test('a circle and a feature that is not there are refused', () => {
  const x = tf.zeros([1, 2]);
  const circle = { ...forest, yes: Int32Array.of(1, 0, 2, 3, 4, 5) };
  expect(() => walked(x, circle)).toThrow('a tree leads back to itself');
  const beyond = { ...forest, features: Int32Array.of(0, 2, 0, 0, 0, 0) };
  expect(() => walked(x, beyond)).toThrow('its trees ask for feature 2, and it is given 2');
});
