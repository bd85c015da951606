// The square root of guards: that of the language, and its slope.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '../devices/open-device.ts';
import { root } from './root.ts';

test.each(['cpu', 'tfjs-cpu'] as const)('is √x with the slope 1/(2√x), and 0 at 0, on %s', async (name) => {
  const given = [4, 0.25, 0, 1e-12, Infinity, -1, NaN];
  const run = (await openDevice(name)).compile(({ x }) => ({
    value: root(x!),
    slope: tf.grad((t: tf.Tensor) => tf.sum(root(t)))(x!),
    // max(√x, 1e-4): flat below 1e-8, so that nothing comes from behind.
    behind: tf.grad((t: tf.Tensor) => tf.sum(tf.log(tf.maximum(root(t), 1e-4))))(x!),
  }));
  const found = await run({ x: { shape: [given.length], dtype: 'float32', data: Float32Array.from(given) } });
  const { value, slope, behind } = found;
  given.slice(0, 4).forEach((x, at) => expect(value!.data[at]).toBeCloseTo(Math.sqrt(x), 6));
  expect(Array.from(value!.data.slice(4))).toEqual([Infinity, NaN, NaN]);
  expect(slope!.data[0]).toBeCloseTo(0.25, 6);
  expect(slope!.data[1]).toBeCloseTo(1, 6);
  expect(slope!.data[2]).toBe(0);
  expect(slope!.data[4]).toBe(0);
  expect(behind!.data[2]).toBe(0);
  expect(behind!.data[3]).toBe(0);
});
