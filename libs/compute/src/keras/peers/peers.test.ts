// Networks saved by Keras and EnergyFlow: scores and input gradients against those of the original programs. The files are
// written by make.py, which stands beside, with random weights; expected values are TensorFlow's, in single precision.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import type { Tensors, TensorValue } from '../../tensors/device.ts';
import { layers } from '../layers/index.ts';
import { readKeras } from '../read.ts';

interface Recorded {
  readonly inputs: Record<string, { shape: number[]; data: number[] }>;
  readonly scores: { shape: number[]; data: number[] };
  readonly gradients: Record<string, number[]>;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder)
  .filter((file) => /\.(keras|h5)$/.test(file))
  .sort();

const lambdas: Readonly<Record<string, string>> = {
  'energyflow-pfn': 'energyflow-pfn-mask',
  'energyflow-efn': 'energyflow-efn-mask',
};

async function open(file: string) {
  const name = file.replace(/\.\w+$/, '');
  const declared = lambdas[name];
  const model = await readKeras(readFileSync(folder + file), declared ? { lambdas: { mask: declared } } : {});
  const recorded = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Recorded;
  const inputs: Record<string, TensorValue> = {};
  for (const [input, { shape, data }] of Object.entries(recorded.inputs))
    inputs[input] = { shape, data: Float32Array.from(data), dtype: 'float32' };
  return { model, recorded, inputs, output: model.outputs[0]!.name };
}

/** The slope of Σ w · scores with w from 1 to 2, as in make.py. */
function slopes(run: (inputs: Tensors) => tf.Tensor, names: readonly string[], inputs: Tensors): Tensors {
  const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
    const scores = run(Object.fromEntries(names.map((name, index) => [name, tensors[index]!])));
    return tf.sum(tf.mul(scores, tf.reshape(tf.linspace(1, 2, scores.size), scores.shape))) as tf.Scalar;
  };
  const gradients = tf.grads(loss)(names.map((name) => inputs[name]!));
  return Object.fromEntries(names.map((name, index) => [`slope of ${name}`, gradients[index]!]));
}

/** Largest difference, relative to the largest expected value. */
function distance(found: ArrayLike<number>, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - found[index]!))) / largest;
}

test('are all there, and each layer of the table is in one of them', async () => {
  expect(files).toEqual([
    'efn.h5',
    'efn.keras',
    'energyflow-efn.h5',
    'energyflow-pfn.h5',
    'energyflow-pfn.keras',
    'layers.keras',
    'masked.h5',
    'masked.keras',
    'pfn.h5',
    'pfn.keras',
    'tf-keras.h5',
    'tf-keras.keras',
    'transformer.keras',
  ]);
  const seen = new Set<string>();
  for (const file of files) for (const name of Object.keys((await open(file)).model.operators)) seen.add(name);
  expect(Object.keys(layers).filter((name) => !seen.has(name))).toEqual([]);
});

describe.each(files)('%s', async (file) => {
  const { model, recorded, inputs, output } = await open(file);

  test.each(['cpu', 'tfjs-cpu'] as const)('has the scores and gradients of the original on %s', async (device) => {
    const names = Object.keys(inputs);
    expect(model.inputs.map(({ name }) => name)).toEqual(names);
    const compiled = (await openDevice(device)).compile((tensors) => ({
      ...model.run(tensors, tensors),
      ...slopes((fed) => model.run(tensors, { ...tensors, ...fed })[output]!, names, tensors),
      before: model.run(tensors, tensors, { activated: false })[output]!,
    }));
    const outputs = await compiled({ ...model.weights, ...inputs });
    expect(outputs[output]!.shape).toEqual(recorded.scores.shape);
    expect(distance(outputs[output]!.data, recorded.scores.data)).toBeLessThan(1e-5);
    for (const input of names)
      expect(distance(outputs[`slope of ${input}`]!.data, recorded.gradients[input]!)).toBeLessThan(1e-4);
    const width = recorded.scores.shape[1]!;
    const exponents = Array.from(outputs.before!.data as Float32Array, Math.exp);
    const found = recorded.scores.data.map((_, at) => {
      const row = exponents.slice(at - (at % width), at - (at % width) + width);
      return width === 1 ? row[0]! / (1 + row[0]!) : row[at % width]! / row.reduce((a, b) => a + b, 0);
    });
    expect(distance(found, recorded.scores.data)).toBeLessThan(1e-5);
  });
});
