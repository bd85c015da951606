// Gradients of the operators against central differences, both in double precision: TensorFlow.js' cpu backend computes in
// the arrays that it makes, and makes Float64Arrays while they stand in for Float32Array.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { readOnnx } from './read.ts';
import { smooth } from './testing/cases.ts';
import { inputsOf, modelOf } from './testing/model.ts';

test.each(smooth.map((row) => [row.op, row] as const))('%s', async (_, row) => {
  const model = readOnnx(modelOf([row]));
  const inputs = inputsOf([row]);
  const eager = (await openDevice('tfjs-cpu')).compile((fed) => {
    const names = Object.keys(fed);
    const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
      const outputs = model.run({}, Object.fromEntries(names.map((name, index) => [name, tensors[index]!])));
      const floats = Object.values(outputs).filter(({ dtype }) => dtype === 'float32');
      const sums = floats.map((y, index) =>
        tf.sum(tf.mul(y, tf.reshape(tf.sin(tf.add(tf.range(0, y.size), index + 1)), y.shape))),
      );
      return sums.reduce((a, b) => tf.add(a, b)) as tf.Scalar;
    };
    const tensors = names.map((name) => fed[name]!);
    const gradients = tf.grads(loss)(tensors);
    const found: tf.Tensor[] = [];
    const expected: tf.Tensor[] = [];
    tensors.forEach((x, which) => {
      const direction = tf.reshape(tf.cos(tf.mul(tf.range(0, x.size), 2)), x.shape);
      const at = (step: number): tf.Tensor =>
        loss(...tensors.map((t, index) => (index === which ? tf.add(t, tf.mul(direction, step)) : t)));
      found.push(tf.sum(tf.mul(gradients[which]!, direction)));
      expected.push(tf.div(tf.sub(at(1e-5), at(-1e-5)), 2e-5));
    });
    return { found: tf.stack(found), expected: tf.stack(expected) };
  });
  const single = globalThis.Float32Array;
  Object.assign(globalThis, { Float32Array: Float64Array });
  let results;
  try {
    results = eager(inputs);
  } finally {
    globalThis.Float32Array = single;
  }
  const { found, expected } = await results;
  // TensorFlow.js' own error function on the cpu is accurate to 1.5e-7 (Abramowitz and Stegun 7.1.26), its slope less.
  const tolerance = row.op === 'Erf' || row.op === 'Gelu' ? 1e-5 : 1e-6;
  expected!.data.forEach((value, index) =>
    expect(Math.abs(found!.data[index]! - value)).toBeLessThan(tolerance * (1 + Math.abs(value))),
  );
});
