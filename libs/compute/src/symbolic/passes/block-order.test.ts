import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { float32 } from '../../tensors/values.ts';
import { expectClose } from '../../testing/close.ts';
import { packing, packRows, sumRows } from '../../training/packing.ts';
import { reachable, type Value } from '../graph.ts';
import { trace } from '../trace.ts';

/** Gradients of two layers on the real rows of 64 jets, more rows than are left whole. */
function gradients({ x, w, v, slotOfRow, rowOfSlot, jetOfRow }: tf.NamedTensorMap): tf.NamedTensorMap {
  const loss = (w: tf.Tensor, v: tf.Tensor) => {
    const rows = packRows(x as tf.Tensor2D, slotOfRow as tf.Tensor1D, rowOfSlot as tf.Tensor2D);
    const hidden = tf.relu(tf.matMul(rows, w as tf.Tensor2D));
    const last = tf.relu(tf.matMul(hidden, v as tf.Tensor2D));
    return tf.mean(tf.square(sumRows(last as tf.Tensor2D, jetOfRow as tf.Tensor1D, rowOfSlot as tf.Tensor2D)));
  };
  const [dw, dv] = tf.grads(loss as (...weights: tf.Tensor[]) => tf.Scalar)([w!, v!]);
  return { dw: dw!, dv: dv! };
}

const wave = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i) / 8);
const inputs = {
  x: float32(wave(64 * 64 * 4), [64 * 64, 4]),
  w: float32(wave(4 * 256), [4, 256]),
  v: float32(wave(256 * 64), [256, 64]),
  ...packing(Array.from({ length: 64 }, (_, jet) => 30 + (jet % 30)), 64, 512), // prettier-ignore
};

const inputsOf = ({ origin }: Value): Value[] =>
  origin.kind === 'node' ? origin.inputs.flatMap((input) => input ?? []) : [];

test('a block waits for the terms of both gradients of the block before it', () => {
  const { outputs } = trace(gradients, inputs, { forCpu: true });
  const [dw, dv] = [inputsOf(outputs.dw!), inputsOf(outputs.dv!)];
  expect(dw.length).toBeGreaterThan(3);
  expect(dv.length).toBe(dw.length);
  for (let block = 1; block < dw.length; block++)
    for (const before of [dw[block - 1]!, dv[block - 1]!])
      for (const term of [dw[block]!, dv[block]!]) expect(reachable([term])).toContain(before);
  expect(reachable([dv[0]!])).not.toContain(dv[1]);
});

test('the gradients are those of eager', async () => {
  const [compiled, eager] = await Promise.all([openDevice('cpu'), openDevice('tfjs-cpu')]);
  const [found, expected] = [await compiled.compile(gradients)(inputs), await eager.compile(gradients)(inputs)];
  for (const name of ['dw', 'dv']) expectClose(found[name]!.data, expected[name]!.data, 4);
});
