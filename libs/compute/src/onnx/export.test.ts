import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device, TensorFunction, TensorValue } from '../tensors/device.ts';
import { DynamicAxisError } from '../errors.ts';
import { exportOnnx, type ExportedInput } from './export.ts';
import { openDevice } from '../devices/open-device.ts';
import { float32 } from '../tensors/values.ts';

let eager: Device;
beforeAll(async () => {
  eager = await openDevice('tfjs-cpu');
});

const values = (...shape: number[]): TensorValue =>
  float32(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.3 * i)),
    shape,
  );

const weights = { 'phi/w': values(3, 8), 'phi/b': values(8), 'f/w': values(8, 2) };

const functions: [name: string, run: TensorFunction, input: ExportedInput, weights?: Record<string, TensorValue>][] = [
  [
    'layers on constituents, their sum, and a softmax',
    ({ x, ...w }) => {
      const batch = x!.shape[0]!;
      const h = tf.relu(
        tf.add(tf.matMul(tf.reshape(x!, [-1, 3]) as tf.Tensor2D, w['phi/w'] as tf.Tensor2D), w['phi/b']!),
      );
      const sums = tf.sum(tf.reshape(h, [batch, 4, 8]), 1);
      return {
        y: tf.softmax(tf.matMul(sums as tf.Tensor2D, w['f/w'] as tf.Tensor2D)),
        h: tf.reshape(h, [batch * 4, 8]),
      };
    },
    { shape: ['batch', 4, 3], dtype: 'float32' },
    weights,
  ],
  [
    'a gradient with respect to the input',
    ({ x }) => ({ dx: tf.grad((input: tf.Tensor) => tf.mean(tf.square(tf.atan2(input, 0.5))))(x!) }),
    { shape: ['n', 3], dtype: 'float32' },
  ],
  [
    'ones, zeros, padding and concatenation along the free axis',
    ({ x }) => ({ y: tf.concat([tf.add(x!, tf.ones(x!.shape)), tf.zeros([2, 3]), tf.zerosLike(x!)], 0) }),
    { shape: ['n', 3], dtype: 'float32' },
  ],
];

describe('an exported model agrees with eager at any batch size:', () => {
  test.each(functions)('%s', async (_, run, input, kept = {}) => {
    const bytes = exportOnnx(run, { inputs: { x: input }, weights: kept, metadata: { units: 'TeV' } });
    const session = await InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(['x']);
    for (const size of [1, 2, 7, 300]) {
      const shape = input.shape.map((extent) => (typeof extent === 'number' ? extent : size));
      const x = values(...shape);
      const expected = await eager.compile(run)({ ...kept, x });
      const found = await session.run({ x: new Tensor('float32', x.data as Float32Array, shape) });
      expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, value] of Object.entries(expected)) {
        expect(found[name]!.dims).toEqual(value.shape);
        (found[name]!.data as Float32Array).forEach((number, i) => expect(number).toBeCloseTo(value.data[i]!, 5));
      }
    }
    await session.release();
  });
});

test('constants that follow the batch size are refused', () => {
  const positions: TensorFunction = ({ x }) => ({ y: tf.add(x!, tf.range(0, x!.shape[0]!)) });
  expect(() => exportOnnx(positions, { inputs: { x: { shape: ['n'], dtype: 'float32' } } })).toThrow(DynamicAxisError);
});

test('an extent that is no multiple of the batch size is refused', () => {
  const half: TensorFunction = ({ x }) => ({ y: tf.slice(x!, 0, Math.floor(x!.shape[0]! / 2)) });
  expect(() => exportOnnx(half, { inputs: { x: { shape: ['n'], dtype: 'float32' } } })).toThrow(DynamicAxisError);
});

test('two free axes are refused', () => {
  const inputs = { x: { shape: ['n', 'm'], dtype: 'float32' as const } };
  expect(() => exportOnnx(({ x }) => ({ y: x! }), { inputs })).toThrow('at most one free axis, found n, m');
});
