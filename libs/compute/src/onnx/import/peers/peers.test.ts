// Networks exported by PyTorch and weaver: scores and input gradients against those of the original programs. The
// files are written by make.py, which stands beside, with random weights; expected values are PyTorch's, in double precision.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { openDevice } from '../../../devices/open-device.ts';
import type { Tensors, TensorValue } from '../../../tensors/device.ts';
import { readOnnx } from '../read.ts';

interface Recorded {
  readonly inputs: Record<string, { shape: number[]; dtype: 'float32'; data: number[] }>;
  readonly scores: { shape: number[]; data: number[] };
  readonly gradients: Record<string, number[]>;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const networks = readdirSync(folder).flatMap((file) => (file.endsWith('.onnx') ? [file.slice(0, -5)] : []));

function open(name: string) {
  const model = readOnnx(readFileSync(`${folder}${name}.onnx`));
  const recorded = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Recorded;
  const inputs: Record<string, TensorValue> = {};
  for (const [input, { shape, dtype, data }] of Object.entries(recorded.inputs))
    inputs[input] = { shape, dtype, data: Float32Array.from(data) };
  return { model, recorded, inputs };
}

/** The slope of Σ w · scores with w from 1 to 2, as in make.py. */
function slopes(run: (inputs: Tensors) => Tensors, names: readonly string[], inputs: Tensors): Tensors {
  const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
    const { scores } = run({ ...inputs, ...Object.fromEntries(names.map((name, index) => [name, tensors[index]!])) });
    const weights = tf.reshape(tf.linspace(1, 2, scores!.size), scores!.shape);
    return tf.sum(tf.mul(scores!, weights)) as tf.Scalar;
  };
  const gradients = tf.grads(loss)(names.map((name) => inputs[name]!));
  return Object.fromEntries(names.map((name, index) => [`slope of ${name}`, gradients[index]!]));
}

/** Largest difference, relative to the largest expected value. */
function distance(found: ArrayLike<number>, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - found[index]!))) / largest;
}

test('are all there', () => {
  expect(networks.sort()).toEqual([
    'particlenet-torchscript',
    'pfn-dynamo',
    'pfn-torchscript',
    'transformer-torchscript',
  ]);
});

describe.each(networks)('%s', (name) => {
  const { model, recorded, inputs } = open(name);

  test.each(['cpu', 'tfjs-cpu'] as const)('has the scores and gradients of the original on %s', async (device) => {
    const names = Object.keys(recorded.gradients);
    const compiled = (await openDevice(device)).compile((tensors) => ({
      ...model.run(tensors, tensors),
      ...slopes((fed) => model.run(tensors, fed), names, tensors),
    }));
    const outputs = await compiled({ ...model.weights, ...inputs });
    expect(outputs.scores!.shape).toEqual(recorded.scores.shape);
    expect(distance(outputs.scores!.data, recorded.scores.data)).toBeLessThan(1e-5);
    for (const input of names)
      expect(distance(outputs[`slope of ${input}`]!.data, recorded.gradients[input]!)).toBeLessThan(1e-4);
  });

  test('gives the logits of its softmax', async () => {
    expect(model.outputs.map(({ activation }) => activation)).toEqual(['softmax']);
    const compiled = (await openDevice('cpu')).compile((tensors) => ({
      scores: tf.softmax(model.run(tensors, tensors, { activated: false }).scores!),
      logits: model.run(tensors, tensors, { activated: false }).scores!,
    }));
    const { scores, logits } = await compiled({ ...model.weights, ...inputs });
    expect(distance(scores!.data, recorded.scores.data)).toBeLessThan(1e-5);
    expect(distance(logits!.data, recorded.scores.data)).toBeGreaterThan(0.1);
  });

  test('has a free batch axis', async () => {
    const one = Object.fromEntries(
      Object.entries(inputs).map(([input, { shape, data, dtype }]) => {
        const size = data.length / shape[0]!;
        return [input, { shape: [1, ...shape.slice(1)], data: data.slice(0, size) as Float32Array, dtype }];
      }),
    );
    const compiled = (await openDevice('cpu')).compile((tensors) => model.run(tensors, tensors));
    const { scores } = await compiled({ ...model.weights, ...one });
    expect(distance(scores!.data, recorded.scores.data.slice(0, 2))).toBeLessThan(1e-5);
  });
});
