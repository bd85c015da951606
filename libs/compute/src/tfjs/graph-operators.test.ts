// Attributes, products and slices of TensorFlow's nodes on numbers that can be worked out by hand.
import '../tensors/backend.ts';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { JsonObject } from '../keras/config.ts';
import { Value } from '../onnx/import/value.ts';
import { flag, float, type GraphNode, int, ints, text, texts } from './graph-node.ts';
import { requireGraphOperator } from './graph-operators.ts';

const node = (op: string, attributes: JsonObject = {}): GraphNode => ({ name: 'it', op, inputs: [], attributes });
const base64 = (words: string) => Buffer.from(words).toString('base64');

function run(op: string, inputs: readonly Value[], attributes: JsonObject = {}) {
  const of = node(op, attributes);
  const [made] = requireGraphOperator(of)(of, inputs);
  return { shape: made!.shape, values: Array.from(made!.tensor().dataSync()) };
}

const x = Value.of(tf.tensor2d([[1, 2, 3], [4, 5, 6]]), 'float32'); // prettier-ignore

test('attributes are read by type, text in base 64', () => {
  const of = node('Any', {
    ...{ a: { b: true }, b: { i: '7' }, c: { list: { i: ['1', '2'] } }, d: { s: base64('SAME') } },
    ...{ e: { list: { s: [base64('BiasAdd')] } }, f: { f: 0.25 } },
  });
  expect([flag(of, 'a'), flag(of, 'g'), int(of, 'b', 0), int(of, 'g', 3), ints(of, 'c')]).toEqual([true, false, 7, 3, [1, 2]]); // prettier-ignore
  expect([text(of, 'd'), texts(of, 'e'), float(of, 'f', 1), float(of, 'g', 1)]).toEqual(['SAME', ['BiasAdd'], 0.25, 1]);
});

test('a product with its bias and activation folded in', () => {
  const bias = Value.of(tf.tensor1d([-20, 0]), 'float32');
  const folded = { list: { s: [base64('BiasAdd'), base64('Relu')] } };
  const found = run('_FusedMatMul', [x, x, bias], { transpose_b: { b: true }, fused_ops: folded });
  expect(found).toEqual({ shape: [2, 2], values: [0, 32, 12, 77] });
  const other = { fused_ops: { list: { s: [base64('Erfc')] } }, transpose_b: { b: true } };
  expect(() => run('_FusedMatMul', [x, x], other)).toThrow('what is folded into it, "Erfc", is not supported');
});

test('slices by masks are those of NumPy', () => {
  const cut = (begin: number[], end: number[], steps: number[], masks: JsonObject) =>
    run('StridedSlice', [x, ...[begin, end, steps].map((each) => Value.integers(each))], masks);
  // x[:, -1], x[1:, ::2], x[:, ::-1]
  expect(cut([0, -1], [0, 0], [1, 1], { begin_mask: { i: 1 }, end_mask: { i: 1 }, shrink_axis_mask: { i: 2 } })).toEqual({ shape: [2], values: [3, 6] }); // prettier-ignore
  expect(cut([1, 0], [0, 0], [1, 2], { begin_mask: { i: 2 }, end_mask: { i: 3 } })).toEqual({ shape: [1, 2], values: [4, 6] }); // prettier-ignore
  expect(cut([0, 0], [0, 0], [1, -1], { begin_mask: { i: 3 }, end_mask: { i: 3 } }).values).toEqual([3, 2, 1, 6, 5, 4]);
  expect(() => cut([0, 0], [0, 0], [1, 1], { ellipsis_mask: { i: 1 } })).toThrow('an ellipsis in its slice is not supported'); // prettier-ignore
});

test('an operator that is not in the table is named', () => {
  expect(() => requireGraphOperator(node('TensorListReserve'))).toThrow(
    "it is not in the table of TensorFlow's operators",
  );
});
