// A graph model written by the converter of TensorFlow.js: scores and input gradients against TensorFlow's. make.py, which
// stands beside, writes it with random weights; expected values are in single precision.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { float32 } from '../../tensors/values.ts';
import { TfjsError } from '../errors.ts';
import { readTfjs } from '../read.ts';

const beside = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(file, import.meta.url)));
const json = beside('model.json');

interface Recorded {
  readonly inputs: { readonly jets: { shape: number[]; data: number[] } };
  readonly scores: { shape: number[]; data: number[] };
  readonly gradients: { readonly jets: number[] };
}

/** Largest difference, relative to the largest expected value. */
function distance(found: ArrayLike<number>, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - found[index]!))) / largest;
}

test.each(['cpu', 'tfjs-cpu'] as const)('has the scores and gradients of TensorFlow on %s', async (name) => {
  const model = await readTfjs(json, beside);
  const { inputs, scores, gradients } = JSON.parse(Buffer.from(beside('expected.json')).toString()) as Recorded;
  expect(model.inputs).toEqual([{ name: 'jets', shape: ['', 8, 3], dtype: 'float32' }]);
  expect(model.outputs).toEqual([{ name: 'scores', shape: ['', 2], dtype: 'float32', activation: 'softmax' }]);
  const compiled = (await openDevice(name)).compile((tensors) => {
    const weighted = (jets: tf.Tensor): tf.Tensor => {
      const made = model.run(tensors, { jets }).scores!;
      return tf.sum(tf.mul(made, tf.reshape(tf.linspace(1, 2, made.size), made.shape)));
    };
    return {
      scores: model.run(tensors, tensors).scores!,
      logits: model.run(tensors, tensors, { activated: false }).scores!,
      slopes: tf.grad(weighted)(tensors.jets!),
    };
  });
  const outputs = await compiled({ ...model.weights, jets: float32(inputs.jets.data, inputs.jets.shape) });
  expect(distance(outputs.scores!.data, scores.data)).toBeLessThan(1e-5);
  expect(distance(outputs.slopes!.data, gradients.jets)).toBeLessThan(1e-4);
  const odds = Array.from(
    { length: 3 },
    (_, row) => outputs.logits!.data[2 * row]! - outputs.logits!.data[2 * row + 1]!,
  );
  odds.forEach((odd, row) => expect(1 / (1 + Math.exp(-odd))).toBeCloseTo(scores.data[2 * row]!, 5));
});

test('names an operator that is not in the table, with its node', async () => {
  const text = Buffer.from(json).toString();
  const refused = async (edited: string): Promise<string> => {
    const error: unknown = await readTfjs(new TextEncoder().encode(edited), beside).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TfjsError);
    return (error as Error).message;
  };
  expect(
    await refused(text.replace('"op": "LeakyRelu"', '"op": "MyOp"').replace('"op":"LeakyRelu"', '"op":"MyOp"')),
  ).toMatch(/^TensorFlow\.js model, operator MyOp, node "StatefulPartitionedCall\/LeakyRelu": it is not in the table/);
  expect(await refused(text.slice(0, 900))).toMatch(/^TensorFlow\.js model: expected JSON, found damage: /);
});
