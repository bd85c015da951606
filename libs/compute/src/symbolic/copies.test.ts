// A process that runs several tasks loads a copy of this library with each, and TensorFlow.js once.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import type { trace } from './trace.ts';

test('copies of the module trace in one process, in any order', async () => {
  const copies: (typeof trace)[] = [];
  for (let copy = 0; copy < 3; copy++) {
    vi.resetModules();
    copies.push((await import('./trace.ts')).trace);
  }
  expect(new Set(copies).size).toBe(3);
  for (const one of [...copies, ...copies.toReversed()]) {
    const { inputs, outputs } = one(({ x }) => ({ y: tf.sum(tf.mul(x!, x!)) }), {
      x: { shape: [2, 3], dtype: 'float32' },
    });
    expect(inputs.map(({ shape }) => shape)).toEqual([[2, 3]]);
    expect(outputs['y']!.shape).toEqual([]);
  }
});
