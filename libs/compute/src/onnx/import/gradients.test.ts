// Gradients of the operators against central differences, both in double precision: TensorFlow.js' cpu backend computes in
// the arrays that it makes, and makes Float64Arrays while they stand in for Float32Array.
import * as tf from '@tensorflow/tfjs-core';
import type { onnx as Schema } from 'onnx-proto';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import type { TensorValue } from '../../tensors/device.ts';
import { onnx } from '../proto.ts';
import { readOnnx } from './read.ts';

type AttributeOf = number | number[] | string | { float: number };
interface Case {
  readonly op: string;
  /** Shapes of the floating-point inputs, or integers that are known. */
  readonly inputs: readonly (number[] | { known: number[]; shape?: number[] } | { truth: number[]; shape: number[] })[];
  readonly attributes?: Record<string, AttributeOf>;
  readonly outputs?: number;
  /** Where the inputs are drawn; 0.2 to 0.9 without. */
  readonly from?: [number, number];
}

const image = [2, 4, 5, 5];
const axes = { known: [1] };
const unary = (names: string, from?: [number, number]): Case[] =>
  names.split(' ').map((op) => ({ op, inputs: [[2, 3]], from }));
const both: [number, number] = [-1, 1];

const cases: Case[] = [
  ...unary('Abs Acos Asin Atan Atanh Celu Cos Cosh Elu Erf Exp Gelu HardSwish LeakyRelu Log Mish Neg Reciprocal Relu'),
  ...unary(
    'Asinh Celu Elu Gelu HardSigmoid HardSwish LeakyRelu LogSoftmax Mish Relu Selu Sigmoid Sin Sinh Softmax',
    both,
  ),
  ...unary('Softplus Softsign Tan Tanh ThresholdedRelu Abs Identity Flatten LpNormalization', both),
  ...unary('Acosh', [1.5, 3]),
  ...unary('Sqrt Ceil Floor Round Sign').slice(0, 1),
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Max', 'Min', 'Mean', 'Sum', 'PRelu'].map((op) => ({
    op,
    inputs: [
      [2, 3, 4],
      [3, 1],
    ],
  })),
  { op: 'PRelu', inputs: [[2, 3], [3]], from: both },
  { op: 'Mod', inputs: [[2, 3], [3]], attributes: { fmod: 1 } },
  { op: 'Clip', inputs: [[2, 3], [], []] },
  { op: 'Gelu', inputs: [[2, 3]], attributes: { approximate: 'tanh' }, from: both },
  {
    op: 'Gemm',
    inputs: [[4, 2], [3, 4], [3]],
    attributes: { transA: 1, transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } },
  },
  ...[
    [
      [3, 4],
      [4, 2],
    ],
    [
      [2, 3, 4],
      [4, 2],
    ],
    [
      [3, 4],
      [2, 4, 2],
    ],
    [
      [2, 1, 3, 4],
      [3, 4, 2],
    ],
    [[4], [2, 4, 3]],
    [[4], [4]],
  ].map((inputs) => ({ op: 'MatMul', inputs })),
  {
    op: 'Einsum',
    inputs: [
      [2, 3, 4],
      [4, 3],
    ],
    attributes: { equation: 'bij,jk->bik' },
  },
  {
    op: 'Einsum',
    inputs: [
      [2, 3, 4],
      [2, 5, 4],
    ],
    attributes: { equation: '...qd,...kd->...qk' },
  },
  { op: 'Einsum', inputs: [[3, 3, 2]], attributes: { equation: 'iij->ij' } },
  {
    op: 'Einsum',
    inputs: [
      [2, 3],
      [3, 4],
      [4, 2],
    ],
    attributes: { equation: 'ab,bc,cd->ad' },
  },
  { op: 'Conv', inputs: [image, [6, 4, 3, 3], [6]], attributes: { pads: [1, 0, 1, 2], strides: [2, 1] } },
  { op: 'Conv', inputs: [image, [6, 2, 3, 2]], attributes: { group: 2, dilations: [2, 1] } },
  { op: 'Conv', inputs: [image, [4, 1, 2, 2]], attributes: { group: 4, auto_pad: 'SAME_UPPER' } },
  { op: 'Conv', inputs: [image, [3, 4, 1, 1], [3]] },
  {
    op: 'Conv',
    inputs: [
      [2, 3, 6],
      [4, 3, 3],
    ],
    attributes: { pads: [1, 1] },
  },
  { op: 'BatchNormalization', inputs: [image, [4], [4], [4], [4]] },
  { op: 'InstanceNormalization', inputs: [image, [4], [4]] },
  { op: 'LayerNormalization', inputs: [[2, 3, 4], [4], [4]] },
  { op: 'GroupNormalization', inputs: [image, [2], [2]], attributes: { num_groups: 2 } },
  { op: 'MeanVarianceNormalization', inputs: [image] },
  { op: 'Softmax', inputs: [[2, 3, 4]], attributes: { axis: 1 }, from: both },
  { op: 'LogSoftmax', inputs: [[2, 3, 4]], attributes: { axis: 0 }, from: both },
  ...'L1 L2 LogSum LogSumExp Max Mean Min Prod Sum SumSquare'
    .split(' ')
    .map((name) => ({ op: `Reduce${name}`, inputs: [[2, 3, 4], axes] })),
  { op: 'CumSum', inputs: [[2, 3], { known: [1], shape: [] }], attributes: { exclusive: 1, reverse: 1 } },
  ...['MaxPool', 'AveragePool', 'LpPool'].map((op) => ({
    op,
    inputs: [image],
    attributes: { kernel_shape: [3, 2], pads: [1, 0, 1, 1], strides: [2, 1] },
  })),
  ...['GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool'].map((op) => ({ op, inputs: [image] })),
  { op: 'Reshape', inputs: [[2, 6], { known: [3, -1] }] },
  { op: 'Transpose', inputs: [[2, 3, 4]], attributes: { perm: [2, 0, 1] } },
  { op: 'Squeeze', inputs: [[2, 1, 3], axes] },
  { op: 'Unsqueeze', inputs: [[2, 3], axes] },
  { op: 'Expand', inputs: [[2, 1, 3], { known: [5, 2, 4, 3] }] },
  { op: 'Tile', inputs: [[1, 2, 1, 2, 2], { known: [1, 2, 3, 1, 2] }] },
  {
    op: 'Concat',
    inputs: [
      [2, 3],
      [2, 1],
    ],
    attributes: { axis: 1 },
  },
  { op: 'Split', inputs: [[2, 5], { known: [2, 3] }], attributes: { axis: 1 }, outputs: 2 },
  {
    op: 'Slice',
    inputs: [[4, 5], { known: [-1, 1] }, { known: [-9, 2 ** 31] }, { known: [0, 1] }, { known: [-2, 1] }],
  },
  ...['constant', 'edge', 'reflect', 'wrap'].map((mode) => ({
    op: 'Pad',
    inputs: [[3, 4], { known: [1, -1, 2, 2] }],
    attributes: { mode },
  })),
  { op: 'Trilu', inputs: [[2, 3, 4]] },
  { op: 'DepthToSpace', inputs: [[1, 8, 2, 3]], attributes: { blocksize: 2, mode: 'CRD' } },
  { op: 'SpaceToDepth', inputs: [[1, 2, 4, 6]], attributes: { blocksize: 2 } },
  { op: 'Where', inputs: [{ truth: [1, 0, 1], shape: [3, 1] }, [3, 4], [4]] },
  { op: 'Gather', inputs: [[3, 4], { known: [0, -1, 0], shape: [3, 1] }], attributes: { axis: 1 } },
  { op: 'GatherElements', inputs: [[3, 4], { known: [2, 0, -1, 1], shape: [1, 4] }] },
  { op: 'GatherND', inputs: [[2, 3, 4], { known: [1, -1, 0, 2], shape: [2, 2] }] },
  { op: 'GatherND', inputs: [[2, 3, 4], { known: [1, 2], shape: [2, 1] }], attributes: { batch_dims: 1 } },
  { op: 'ScatterND', inputs: [[3, 4], { known: [2, 0], shape: [2, 1] }, [2, 4]] },
  { op: 'ScatterND', inputs: [[3, 4], { known: [2, 2], shape: [2, 1] }, [2, 4]], attributes: { reduction: 'add' } },
  { op: 'ScatterElements', inputs: [[3, 4], { known: [1, 2], shape: [1, 2] }, [1, 2]] },
  { op: 'TopK', inputs: [[3, 5], { known: [2] }], outputs: 1 },
  { op: 'TopK', inputs: [[5, 3], { known: [2] }], attributes: { axis: 0, largest: 0 } },
];

function attributeOf(name: string, value: AttributeOf) {
  if (typeof value === 'number') return { name, type: 2, i: value };
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) };
  return Array.isArray(value) ? { name, type: 7, ints: value } : { name, type: 1, f: value.float };
}

function modelOf({ op, inputs, attributes = {}, outputs = 1 }: Case): Uint8Array {
  const names = inputs.map((_, index) => `x${index}`);
  const made = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const info = (name: string) => ({ name, type: { tensorType: { elemType: 1 } } });
  const initializer = inputs.flatMap((input, index): Schema.ITensorProto[] => {
    if (Array.isArray(input)) return [];
    if ('truth' in input) return [{ name: `x${index}`, dataType: 9, dims: input.shape, int32Data: input.truth }];
    return [{ name: `x${index}`, dataType: 7, dims: input.shape ?? [input.known.length], int64Data: input.known }];
  });
  const node = {
    opType: op,
    input: names,
    output: made,
    attribute: Object.entries(attributes).map(([name, value]) => attributeOf(name, value)),
  };
  const graph = {
    node: [node],
    initializer,
    input: names.filter((_, index) => Array.isArray(inputs[index])).map(info),
    output: made.map(info),
  };
  return onnx.ModelProto.encode(
    onnx.ModelProto.create({ irVersion: 9, opsetImport: [{ domain: '', version: 20 }], graph }),
  ).finish();
}

test.each(cases.map((row) => [row.op, row] as const))('%s', async (_, row) => {
  const model = readOnnx(modelOf(row));
  const [low, high] = row.from ?? [0.2, 0.9];
  const shapes = row.inputs.filter((input): input is number[] => Array.isArray(input));
  const inputs: Record<string, TensorValue> = {};
  model.inputs.forEach(({ name }, index) => {
    const shape = shapes[index]!;
    const size = shape.reduce((a, b) => a * b, 1);
    // Irrational steps: no two are equal, none is where a slope jumps.
    const data = Float32Array.from(
      { length: size },
      (__, place) => low + (high - low) * ((0.137 + index * 0.31 + place * Math.SQRT2) % 1),
    );
    inputs[name] = { data, shape, dtype: 'float32' };
  });
  const eager = (await openDevice('tfjs-cpu')).compile((fed) => {
    const names = Object.keys(fed);
    const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
      const outputs = model.run({}, Object.fromEntries(names.map((name, index) => [name, tensors[index]!])));
      const sums = Object.values(outputs).map((y, index) =>
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
