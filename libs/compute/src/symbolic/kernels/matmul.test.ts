import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { reachable } from '../graph.ts';
import { trace } from '../trace.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

/** Operators of a layer [rows, 64] -> [rows, 64] outside of a gradient, where TensorFlow.js hands it over as one of a batch of one. */
const operators = (rows: number, activation: 'linear' | 'relu', forCpu: boolean) => {
  const layer = ({ x, w, b }: tf.NamedTensorMap) => ({
    y: tf.fused.matMul({ a: x as tf.Tensor2D, b: w as tf.Tensor2D, bias: b!, activation }),
  });
  const signature = { x: float(rows, 64), w: float(64, 64), b: float(64) };
  const values = reachable(Object.values(trace(layer, signature, { forCpu }).outputs));
  return values.flatMap(({ origin }) => (origin.kind === 'node' ? [origin.op] : []));
};

test('a layer is a product with its bias in it, and no more than its activation behind', () => {
  expect(operators(100, 'linear', false)).toEqual(['Gemm']);
  expect(operators(100, 'relu', false)).toEqual(['Gemm', 'Relu']);
});

test('of many rows bias and activation are taken in the blocks of the product', () => {
  const found = operators(4096, 'relu', true);
  const count = (op: string) => found.filter((one) => one === op).length;
  expect([count('Gemm'), count('Relu'), count('Add')]).toEqual([8, 8, 0]);
});
