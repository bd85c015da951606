// The slope of a mean, where TensorFlow.js' own differs from it: windows that reach into the padding.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { float32 } from '../../tensors/values.ts';

const numbers = (size: number, phase: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + phase));

describe('the slope of avgPool', () => {
  test.each(['valid', 'same', 1] as const)('meets x · ∂L/∂x = L of a linear L, pad %s', async (pad) => {
    const device = await openDevice('cpu');
    const weighted = (x: tf.Tensor): tf.Tensor => {
      const y = tf.avgPool(x as tf.Tensor4D, 3, 1, pad);
      return tf.sum(tf.mul(y, tf.reshape(tf.tensor1d(numbers(y.size, 0.4)), y.shape)));
    };
    const run = device.compile(({ x }) => ({ loss: weighted(x!), along: tf.sum(tf.mul(x!, tf.grad(weighted)(x!))) }));
    const { loss, along } = await run({ x: float32(numbers(50, 0), [1, 5, 5, 2]) });
    expect(Math.abs(loss!.data[0]!)).toBeGreaterThan(0.01);
    expect(along!.data[0]).toBeCloseTo(loss!.data[0]!, 5);
  });
});
