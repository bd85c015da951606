// One table drives the comparison of compiled functions with the eager reference, values and gradients.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Device, TensorFunction, TensorValue, Values } from '../tensors/device.ts';
import { openDevice } from '../devices/open-device.ts';
import { float32, int32 } from '../tensors/values.ts';
import { imageRows } from './testing/image-cases.ts';

let compiled: Device;
let eager: Device;
beforeAll(async () => {
  compiled = await openDevice('cpu');
  eager = await openDevice('tfjs-cpu');
});

type T = tf.Tensor;
type Row = [name: string, run: (...inputs: T[]) => T | T[], inputs: TensorValue[], options?: { gradient?: false }];

const wave = (size: number, scale: number, offset = 0): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => scale * Math.sin(1.7 * i + offset) + 0.013 * i);
const signed = (...shape: number[]): TensorValue =>
  float32(
    wave(
      shape.reduce((a, b) => a * b, 1),
      2,
    ),
    shape,
  );
const other = (...shape: number[]): TensorValue =>
  float32(
    wave(
      shape.reduce((a, b) => a * b, 1),
      1.5,
      0.7,
    ),
    shape,
  );
const positive = (...shape: number[]): TensorValue =>
  float32(signed(...shape).data.map((v) => Math.abs(v) + 0.1) as Float32Array, shape);
const unit = (...shape: number[]): TensorValue =>
  float32(signed(...shape).data.map((v) => Math.sin(v) * 0.98) as Float32Array, shape);
const whole = (shape: number[], ...values: number[]): TensorValue => int32(values, shape);
const bool = (...values: number[]): TensorValue => ({
  data: Uint8Array.from(values),
  shape: [values.length],
  dtype: 'bool',
});

const edges = float32([
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  1e-30,
  -1e-30,
  1e-7,
  -1e-7,
  1e-3,
  -1e-3,
  12.5,
  -12.5,
  16,
  -16,
  30,
  -30,
  80,
  -80,
  100,
  -100,
  3e5,
  -3e5,
  1e30,
  -1e30,
  6,
  3.14159265,
  -3.14159265,
]);
const pairs = ((): [TensorValue, TensorValue] => {
  const values = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 2.5, -2.5, 1e-20, -1e20];
  const all = values.flatMap((a) => values.map((b) => [a, b] as const));
  return [float32(all.map(([a]) => a)), float32(all.map(([, b]) => b))];
})();
const integers: [TensorValue, TensorValue] = [int32([7, -7, 7, -7, 0, 5, 2 ** 30]), int32([2, 2, -2, -2, 3, 5, 3])];

const unary: Record<string, (x: T) => T> = {
  abs: tf.abs,
  acos: tf.acos,
  acosh: tf.acosh,
  asin: tf.asin,
  asinh: tf.asinh,
  atan: tf.atan,
  atanh: tf.atanh,
  ceil: tf.ceil,
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  isFinite: tf.isFinite,
  isInf: tf.isInf,
  isNaN: tf.isNaN,
  leakyRelu: tf.leakyRelu,
  log: tf.log,
  log1p: tf.log1p,
  logSigmoid: tf.logSigmoid,
  neg: tf.neg,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  rsqrt: tf.rsqrt,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  sqrt: tf.sqrt,
  square: tf.square,
  step: (x) => tf.step(x),
  'step with a slope': (x) => tf.step(x, 0.3),
  tan: tf.tan,
  tanh: tf.tanh,
  clipByValue: (x) => tf.clipByValue(x, -0.7, 1.1),
  'cast to int32': (x) => tf.cast(x, 'int32'),
  'cast to bool': (x) => tf.cast(x, 'bool'),
  onesLike: tf.onesLike,
  zerosLike: tf.zerosLike,
  'pow 2': (x) => tf.pow(x, 2),
  'pow 3': (x) => tf.pow(x, 3),
  'pow 0.5': (x) => tf.pow(x, 0.5),
  'pow -1': (x) => tf.pow(x, -1),
  'pow 0': (x) => tf.pow(x, 0),
  'max with 0': (x) => tf.maximum(x, 0),
  'mul by 1': (x) => tf.mul(x, 1),
  'add 0': (x) => tf.add(x, 0),
};
const withoutGradient = new Set(['isFinite', 'isInf', 'isNaN', 'cast to int32', 'cast to bool']);
/** Functions of two tensors. */
const binary: Record<string, (a: T, b: T) => T> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  divNoNan: tf.divNoNan,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mod: tf.mod,
  pow: tf.pow,
  atan2: tf.atan2,
  squaredDifference: tf.squaredDifference,
  equal: tf.equal,
  notEqual: tf.notEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  floorDiv: tf.floorDiv,
};
const comparisons = new Set(['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual', 'floorDiv']);

const rows: Row[] = [
  ...Object.entries(unary).flatMap(([name, run]): Row[] => {
    const options = withoutGradient.has(name) ? { gradient: false as const } : {};
    return [
      [`${name} on ordinary numbers`, run, [unit(3, 4)], options],
      [`${name} on the edges`, run, [edges], options],
    ];
  }),
  ...Object.entries(binary).flatMap(([name, run]): Row[] => {
    const options = comparisons.has(name) ? { gradient: false as const } : {};
    return [
      [`${name} of equal shapes`, run, [positive(2, 3), other(2, 3)], options],
      [`${name} of broadcast shapes`, run, [positive(4, 1, 3), other(2, 1)], options],
      [`${name} with a number`, (a) => run(a, tf.scalar(1.5)), [positive(2, 3)], options],
      [`${name} on the edges`, run, pairs, options],
    ];
  }),
  ...(['add', 'sub', 'mul', 'maximum', 'minimum', 'mod', 'floorDiv', 'equal', 'less'] as const).map((name): Row => [
    `${name} of integers`,
    binary[name]!,
    integers,
    { gradient: false },
  ]),
  ['div of integers', tf.div, integers, { gradient: false }],
  ['floorDiv of integers by zero', tf.floorDiv, [int32([1, -1]), int32([0, 0])], { gradient: false }],
  ['pow of integers', tf.pow, [int32([2, 3, -2]), int32([10, 4, 3])], { gradient: false }],
  ['prelu', (a, b) => tf.prelu(a, b), [signed(2, 3), other(2, 3)]],
  ['addN', (a, b, c) => tf.addN([a, b, c]), [signed(2, 3), other(2, 3), unit(2, 3)]],

  ['and', tf.logicalAnd, [bool(0, 0, 1, 1), bool(0, 1, 0, 1)], { gradient: false }],
  ['or', tf.logicalOr, [bool(0, 0, 1, 1), bool(0, 1, 0, 1)], { gradient: false }],
  ['xor', tf.logicalXor, [bool(0, 0, 1, 1), bool(0, 1, 0, 1)], { gradient: false }],
  ['not', tf.logicalNot, [bool(0, 1)], { gradient: false }],
  ['equal of bools', tf.equal, [bool(0, 0, 1, 1), bool(0, 1, 0, 1)], { gradient: false }],
  ['greater of bools', tf.greater, [bool(0, 0, 1, 1), bool(0, 1, 0, 1)], { gradient: false }],
  ['where', (a, b) => tf.where(tf.greater(a, 0), a, b), [signed(3, 4), other(3, 4)]],
  ['where keeps NaN out', (a) => tf.where(tf.greater(a, 0), tf.mul(a, 2), tf.zerosLike(a)), [edges]],
  ['where with broadcast', (a, b) => tf.where(tf.greater(a, 0), a, b), [signed(3, 4), other(4)]],
  ['where of integers', (a, b) => tf.where(tf.greater(a, b), a, b), integers, { gradient: false }],
  ['cast of bool', (a) => tf.cast(a, 'float32'), [bool(0, 1)], { gradient: false }],
  ['cast of integers', (a) => tf.cast(a, 'float32'), [integers[0]], { gradient: false }],

  ...(['sum', 'mean', 'max', 'min', 'prod'] as const).flatMap((name): Row[] => [
    [`${name} over everything`, (x) => tf[name](x), [signed(2, 3, 4)]],
    [`${name} over the first axis`, (x) => tf[name](x, 0), [signed(2, 3, 4)]],
    [`${name} over the middle axis, kept`, (x) => tf[name](x, 1, true), [signed(2, 3, 4)]],
    [`${name} over two axes`, (x) => tf[name](x, [0, 2]), [signed(2, 3, 4)]],
    [`${name} over negative axes`, (x) => tf[name](x, [-1, -2]), [signed(2, 3, 4)]],
    [
      `${name} with NaN`,
      (x) => tf[name](x, 1),
      [float32([NaN, 1, 2, 3, NaN, 1, Infinity, 2, -Infinity, Infinity, -Infinity, 0], [4, 3])],
    ],
    [`${name} of one`, (x) => tf[name](x, 1), [signed(3, 1)]],
    [`${name} with ties`, (x) => tf[name](x, 1), [float32([1, 1, 0, 2, 2, 2], [2, 3])]],
  ]),
  ['sum over many rows', (x) => tf.sum(x, 0), [signed(700, 5)]],
  ['sum over many rows, kept', (x) => tf.sum(x, [0, 1], true), [signed(20, 30, 8)]],
  [
    'sum over many rows with infinities',
    (x) => tf.sum(x, 0),
    [
      float32(
        wave(1200, 1).map((v, i) => (i === 5 ? NaN : i === 6 ? Infinity : v)),
        [300, 4],
      ),
    ],
  ],
  ['sum of integers', (x) => tf.sum(x), [integers[0]], { gradient: false }],
  ['sum of bools', (x) => tf.sum(x), [bool(1, 0, 1, 1)], { gradient: false }],
  ['mean of integers', (x) => tf.mean(x), [int32([1, 2, 4])], { gradient: false }],
  ['max of integers', (x) => tf.max(x), [integers[0]], { gradient: false }],
  ['all', (x) => tf.all(tf.greater(x, 0), 1), [signed(4, 3)], { gradient: false }],
  ['any', (x) => tf.any(tf.greater(x, 1), 0, true), [signed(4, 3)], { gradient: false }],
  ['euclideanNorm', (x) => tf.norm(x, 2, 1), [signed(3, 4)]],
  ['logSumExp', (x) => tf.logSumExp(x, 1), [signed(3, 4)]],
  ['argMax', (x) => tf.argMax(x, 1), [signed(3, 4)], { gradient: false }],
  ['argMin over the first axis', (x) => tf.argMin(x, 0), [signed(3, 4)], { gradient: false }],
  [
    'argMax with ties and NaN',
    (x) => tf.argMax(x, 1),
    [float32([1, 3, 3, NaN, 2, 1, 1, NaN, 5, -Infinity, NaN, -Infinity], [4, 3])],
    { gradient: false },
  ],
  ['cumsum', (x) => tf.cumsum(x, 1), [signed(2, 5)]],
  ['cumsum, exclusive and reverse', (x) => tf.cumsum(x, 0, true, true), [signed(4)]],
  ['cumsum of the first axis', (x) => tf.cumsum(x, 0), [signed(3, 2)]],
  ['cumprod', (x) => tf.cumprod(x, 1), [signed(2, 5)], { gradient: false }],
  ['cumprod, exclusive and reverse', (x) => tf.cumprod(x, 0, true, true), [signed(4, 2)], { gradient: false }],

  ['reshape', (x) => tf.reshape(x, [2, -1]), [signed(4, 3)]],
  ['expandDims and squeeze', (x) => tf.squeeze(tf.expandDims(tf.expandDims(x, 1), -1), [1]), [signed(4, 3)]],
  ['transpose', (x) => tf.transpose(x), [signed(4, 3)]],
  ['transpose of three axes', (x) => tf.transpose(x, [2, 0, 1]), [signed(2, 3, 4)]],
  ['transpose twice', (x) => tf.transpose(tf.mul(tf.transpose(x, [2, 0, 1]), 1), [1, 0, 2]), [signed(2, 3, 4)]],
  ['tile', (x) => tf.tile(x, [2, 3]), [signed(2, 3)]],
  ['tile of one column', (x) => tf.mul(tf.tile(x, [1, 3]), other3()), [signed(2, 1)]],
  ['broadcastTo', (x) => tf.broadcastTo(x, [4, 2, 3]), [signed(2, 1)]],
  ['concat', (a, b) => tf.concat([a, b, a], 1), [signed(2, 3), other(2, 1)]],
  ['stack', (a, b) => tf.stack([a, b], 1), [signed(2, 3), other(2, 3)]],
  ['stack at the end', (a, b) => tf.stack([a, b], -1), [signed(2, 3), other(2, 3)]],
  [
    'unstack',
    (x) => {
      const [a, b, c] = tf.unstack(x, 1);
      return tf.add(tf.mul(a!, b!), c!);
    },
    [signed(2, 3)],
  ],
  [
    'split',
    (x) => {
      const [a, b] = tf.split(x, [1, 2], 1);
      return tf.mul(a!, b!);
    },
    [signed(2, 3)],
  ],
  ['slice', (x) => tf.slice(x, [1, 0, 2], [1, -1, 2]), [signed(3, 2, 4)]],
  ['stridedSlice', (x) => tf.stridedSlice(x, [0, 3], [3, 0], [2, -1]), [signed(3, 4)], { gradient: false }],
  ['reverse', (x) => tf.reverse(x, 1), [signed(3, 4)]],
  ['reverse of both axes', (x) => tf.reverse(x), [signed(3, 4)]],
  [
    'pad',
    (x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [2, 1],
        ],
        0.5,
      ),
    [signed(2, 3)],
  ],
  [
    'range, ones, zeros, fill and linspace',
    (x) => tf.addN([x, tf.range(0, 6), tf.ones([6]), tf.zeros([6]), tf.fill([6], 2), tf.linspace(0, 1, 6)]),
    [signed(6)],
  ],
  ['oneHot', (x) => tf.oneHot(tf.cast(x, 'int32'), 3, 2, -1), [int32([0, 2, 5, -1])], { gradient: false }],
  ['scalar output', (x) => tf.mean(tf.mul(x, 3)), [signed(5)]],

  ['gather', (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')), [signed(3, 4)]],
  ['gather along the second axis', (x) => tf.gather(x, tf.tensor1d([3, 0], 'int32'), 1), [signed(3, 4)]],
  [
    'gather by indices that come in',
    (x, i) => tf.gather(x, tf.cast(i, 'int32')),
    [signed(3, 4), whole([2, 2], 0, 2, 1, 1)],
    { gradient: false },
  ],
  [
    'gatherND',
    (x) =>
      tf.gatherND(
        x,
        tf.tensor2d(
          [
            [0, 1],
            [2, 3],
          ],
          [2, 2],
          'int32',
        ),
      ),
    [signed(3, 4)],
    { gradient: false },
  ],
  [
    'scatterND',
    (x) => tf.scatterND(tf.tensor2d([[1], [3], [1]], [3, 1], 'int32'), x, [5]),
    [signed(3)],
    { gradient: false },
  ],
  [
    'unsortedSegmentSum',
    (x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1, -1, 7], 'int32'), 3),
    [signed(5, 2)],
    { gradient: false },
  ],

  ['matMul', (a, b) => tf.matMul(a, b), [signed(3, 4), other(4, 5)]],
  ['matMul, first transposed', (a, b) => tf.matMul(a, b, true, false), [signed(4, 3), other(4, 5)]],
  ['matMul, second transposed', (a, b) => tf.matMul(a, b, false, true), [signed(3, 4), other(5, 4)]],
  ['matMul, both transposed', (a, b) => tf.matMul(a, b, true, true), [signed(4, 3), other(5, 4)]],
  ['matMul of a transposed matrix', (a, b) => tf.matMul(tf.transpose(a), tf.transpose(b)), [signed(4, 3), other(5, 4)]],
  ['matMul in batches', (a, b) => tf.matMul(a, b), [signed(2, 3, 4), other(2, 4, 5)]],
  ['matMul in batches, transposed', (a, b) => tf.matMul(a, b, true, true), [signed(2, 4, 3), other(2, 5, 4)]],
  [
    'matMul of a batch with one matrix',
    (a, b) => tf.matMul(a, b),
    [signed(2, 3, 4), other(1, 4, 5)],
    { gradient: false },
  ],
  [
    'matMul of a transposed batch with one matrix',
    (a, b) => tf.matMul(a, b, true),
    [signed(2, 4, 3), other(1, 4, 5)],
    { gradient: false },
  ],
  ['dot', (a, b) => tf.dot(a, b), [signed(4), other(4)]],
  ...(['linear', 'relu', 'sigmoid', 'relu6', 'elu', 'leakyrelu'] as const).map((activation): Row => [
    `fused matMul with bias and ${activation}`,
    (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation }),
    [signed(3, 4), other(4, 5), unit(5)],
  ]),
  [
    'fused matMul with bias and prelu',
    (a, b, bias, slope) =>
      tf.fused.matMul({
        a: a as tf.Tensor2D,
        b: b as tf.Tensor2D,
        bias,
        activation: 'prelu',
        preluActivationWeights: slope,
      }),
    [signed(3, 4), other(4, 5), unit(5), unit(5)],
  ],
  [
    'fused matMul with NaN and relu',
    (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation: 'relu' }),
    [float32([NaN, 1, Infinity, 2, -3, -Infinity], [3, 2]), other(2, 8), unit(8)],
  ],
  [
    'layers',
    (x, w, v) => tf.matMul(tf.relu(tf.add(tf.matMul(x, w), tf.slice(v, [0], [5]))), tf.reshape(v, [5, 2])),
    [signed(3, 4), other(4, 5), unit(10)],
  ],
  ...imageRows,
  ['softmax', (x) => tf.softmax(x), [signed(3, 4)]],
  ['logSoftmax', (x) => tf.logSoftmax(x), [signed(3, 4)]],
  [
    'sigmoidCrossEntropy',
    (z) => tf.losses.sigmoidCrossEntropy(tf.tensor1d([0, 1, 1, 0]), z),
    [float32([-40, 30, -2, 0.5])],
  ],
];

function other3(): T {
  return tf.tensor2d([1, -2, 3, 4, 5, -6], [2, 3]);
}

/** Outputs, and the gradient of their weighted sum for every float input. */
function withGradients(run: Row[1], gradient: boolean): TensorFunction {
  const flat = (inputs: T[]): T[] => [run(...inputs)].flat();
  return (named) => {
    const inputs = Object.values(named);
    const results: Record<string, T> = {};
    flat(inputs).forEach((output, index) => (results[`y${index}`] = output));
    if (!gradient) return results;
    const weighted = (...tensors: T[]): T =>
      tf.addN(
        flat(tensors).map((output) =>
          tf.sum(tf.mul(output, tf.reshape(tf.tensor1d(wave(output.size, 1, 0.3)), output.shape))),
        ),
      );
    tf.grads(weighted)(inputs).forEach((slope, index) => (results[`d${index}`] = slope));
    return results;
  };
}

export function close(a: number, b: number, scale: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b)) + 1e-6 * scale;
}

/** Differences beyond 1e-5 relative (and 1e-6 of the largest entry, where sums cancel). */
export function differences(actual: Values, expected: Values): string[] {
  const found: string[] = [];
  for (const [name, { data, shape, dtype }] of Object.entries(expected)) {
    const mine = actual[name]!;
    if (mine.dtype !== dtype || mine.shape.join() !== shape.join())
      found.push(`${name}: ${mine.dtype}[${mine.shape.join()}] for ${dtype}[${shape.join()}]`);
    const finite = [...data].filter(Number.isFinite).map(Math.abs);
    const scale = Math.min(1, Math.max(0, ...finite));
    data.forEach((value, index) => {
      if (!close(mine.data[index]!, value, scale)) found.push(`${name}[${index}]: ${mine.data[index]} for ${value}`);
    });
  }
  return found;
}

/** Rows that are compiled together: a session costs more than what it computes here. */
const together = 24;
const batches = new Map<number, Promise<[Values, Values]>>();

/** Compiled and eager outputs of the batch of rows that holds this one, under `row/output`. */
function outputsOf(index: number): Promise<[Values, Values]> {
  const first = index - (index % together);
  let both = batches.get(first);
  if (!both) {
    const members = rows.slice(first, first + together);
    const values = Object.fromEntries(
      members.flatMap(([, , inputs], m) => inputs.map((value, i) => [`${first + m}/${i}`, value] as const)),
    );
    const run: TensorFunction = (tensors) =>
      Object.fromEntries(
        members.flatMap(([, call, inputs, options], m) => {
          const own = Object.fromEntries(inputs.map((_, i) => [i, tensors[`${first + m}/${i}`]!]));
          const results = withGradients(call, options?.gradient ?? true)(own);
          return Object.entries(results).map(([name, tensor]) => [`${first + m}/${name}`, tensor] as const);
        }),
      );
    both = Promise.all([compiled.compile(run)(values), eager.compile(run)(values)]);
    batches.set(first, both);
  }
  return both;
}

const ofRow = (values: Values, index: number): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith(`${index}/`)));

describe('compiled agrees with eager:', () => {
  test.each(rows.map((row, index) => [row[0], index] as const))('%s', async (_, index) => {
    const [actual, expected] = await outputsOf(index);
    const mine = ofRow(expected, index);
    expect(Object.keys(mine).length).toBeGreaterThan(0);
    expect(differences(ofRow(actual, index), mine)).toEqual([]);
  });
});
