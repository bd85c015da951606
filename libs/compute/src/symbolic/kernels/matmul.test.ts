import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { reachable } from '../graph.ts';
import { trace } from '../trace.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

/** Operators of a layer [rows, width] -> [rows, width] outside of a gradient, where TensorFlow.js hands it over as one of a batch of one. */
const operators = (rows: number, activation: 'linear' | 'relu', { forCpu = false, width = 64 } = {}) => {
  const layer = ({ x, w, b }: tf.NamedTensorMap) => ({
    y: tf.fused.matMul({ a: x as tf.Tensor2D, b: w as tf.Tensor2D, bias: b!, activation }),
  });
  const signature = { x: float(rows, width), w: float(width, width), b: float(width) };
  const values = reachable(Object.values(trace(layer, signature, { forCpu }).outputs));
  return values.flatMap(({ origin }) => (origin.kind === 'node' ? [origin.op] : []));
};

test('a layer is a product with its bias in it, and no more than its activation behind', () => {
  expect(operators(100, 'linear')).toEqual(['Gemm']);
  expect(operators(100, 'relu')).toEqual(['Gemm', 'Relu']);
});

test.each([
  [64, 2],
  [256, 8],
])('of 4096 rows of %i numbers bias and activation are taken in the %i blocks of the product', (width, blocks) => {
  const found = operators(4096, 'relu', { forCpu: true, width });
  const count = (op: string) => found.filter((one) => one === op).length;
  expect([count('Gemm'), count('Relu'), count('Add')]).toEqual([blocks, blocks, 0]);
});
