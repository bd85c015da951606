// Single operators of the table, each at least once: what they are given, and with which attributes.
import type { Case } from './model.ts';

const image = [2, 4, 5, 5];
const axes = { known: [1] };
const unary = (names: string, from?: [number, number]): Case[] =>
  names.split(' ').map((op) => ({ op, inputs: [[2, 3]], from }));
const both: [number, number] = [-1, 1];

/** Operators of floats whose slope exists where they are asked. */
export const smooth: readonly Case[] = [
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
  { op: 'Split', inputs: [[2, 5], { known: [2, 3] }], attributes: { axis: 1 }, makes: ['float32', 'float32'] },
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
  { op: 'Where', inputs: [{ known: [1, 0, 1], shape: [3, 1], type: 'bool' }, [3, 4], [4]] },
  { op: 'Gather', inputs: [[3, 4], { known: [0, -1, 0], shape: [3, 1] }], attributes: { axis: 1 } },
  { op: 'GatherElements', inputs: [[3, 4], { known: [2, 0, -1, 1], shape: [1, 4] }] },
  { op: 'GatherND', inputs: [[2, 3, 4], { known: [1, -1, 0, 2], shape: [2, 2] }] },
  { op: 'GatherND', inputs: [[2, 3, 4], { known: [1, 2], shape: [2, 1] }], attributes: { batch_dims: 1 } },
  { op: 'ScatterND', inputs: [[3, 4], { known: [2, 0], shape: [2, 1] }, [2, 4]] },
  { op: 'ScatterND', inputs: [[3, 4], { known: [2, 2], shape: [2, 1] }, [2, 4]], attributes: { reduction: 'add' } },
  { op: 'ScatterElements', inputs: [[3, 4], { known: [1, 2], shape: [1, 2] }, [1, 2]] },
  { op: 'TopK', inputs: [[3, 5], { known: [2] }], makes: ['float32', 'int64'] },
  { op: 'TopK', inputs: [[5, 3], { known: [2] }], attributes: { axis: 0, largest: 0 }, makes: ['float32', 'int64'] },
];

const words = (names: string): string[] => names.split(' ');
const truths = { fed: [1, 0, 1, 1, 0, 0], shape: [2, 3], type: 'bool' } as const;
const otherTruths = { fed: [1, 0, 0], shape: [3], type: 'bool' } as const;
const integers = { fed: [7, -7, 5, -5, 4, 0], shape: [2, 3] } as const;
const divisors = { fed: [3, -2, 4], shape: [3] } as const;
const odd = { fed: [1, NaN, -Infinity, Infinity, 0.5, -2], shape: [2, 3], type: 'float32' } as const;
const halves = { fed: [0.5, 1.5, -0.5, -1.5, 2.4, -2.6], shape: [2, 3], type: 'float32' } as const;
const ties = { fed: [1, 3, 3, 2, 2, 0], shape: [2, 3], type: 'float32' } as const;

/** Operators of integers and truth values, and of floats whose slope is nowhere or does not exist. */
export const steps: readonly Case[] = [
  ...words('And Or Xor').map((op): Case => ({ op, inputs: [truths, otherTruths], makes: ['bool'] })),
  { op: 'Not', inputs: [truths], makes: ['bool'] },
  ...words('Equal Greater GreaterOrEqual Less LessOrEqual').flatMap((op): Case[] => [
    { op, inputs: [integers, { fed: [5, -7, 4] }], makes: ['bool'] },
    { op, inputs: [ties, ties], makes: ['bool'] },
  ]),
  ...words('Ceil Floor Round Sign').map((op): Case => ({ op, inputs: [halves] })),
  ...words('Abs Neg Sign').map((op): Case => ({ op, inputs: [integers], makes: ['int64'] })),
  ...words('Add Sub Mul Div').map((op): Case => ({ op, inputs: [integers, divisors], makes: ['int64'] })),
  ...words('Max Min').map((op): Case => ({ op, inputs: [integers, divisors], makes: ['int64'] })),
  ...[0, 1].map((fmod): Case => ({ op: 'Mod', inputs: [integers, divisors], attributes: { fmod }, makes: ['int64'] })),
  { op: 'Clip', inputs: [integers, null, { known: [4], shape: [] }], makes: ['int64'] },
  { op: 'IsNaN', inputs: [odd], makes: ['bool'] },
  { op: 'IsInf', inputs: [odd], makes: ['bool'] },
  { op: 'IsInf', inputs: [odd], attributes: { detect_negative: 0 }, makes: ['bool'] },
  ...words('ArgMax ArgMin').flatMap((op): Case[] => [
    { op, inputs: [ties], attributes: { axis: 1 }, makes: ['int64'] },
    { op, inputs: [ties], attributes: { axis: -1, keepdims: 0, select_last_index: 1 }, makes: ['int64'] },
  ]),
  ...words('ReduceMax ReduceMin ReduceProd ReduceSum').map((op): Case => ({
    op,
    inputs: [{ known: [7, -7, 5, -5, 4, 3], shape: [2, 3] }, axes],
    attributes: { keepdims: 0 },
    makes: ['int64'],
  })),
  { op: 'Hardmax', inputs: [ties] },
  { op: 'Cast', inputs: [halves], attributes: { to: 7 }, makes: ['int64'] },
  { op: 'Cast', inputs: [truths], attributes: { to: 1 } },
  { op: 'CastLike', inputs: [integers, { fed: [0], type: 'float32' }] },
  { op: 'Constant', inputs: [], attributes: { value: { tensor: { known: [1.5, -2], type: 'float32' } } } },
  { op: 'Constant', inputs: [], attributes: { value_floats: { floats: [1.5, -2] } } },
  {
    op: 'ConstantOfShape',
    inputs: [{ known: [2, 3] }],
    attributes: { value: { tensor: { known: [4] } } },
    makes: ['int64'],
  },
  {
    op: 'Range',
    inputs: [
      { known: [7], shape: [] },
      { known: [-2], shape: [] },
      { known: [-3], shape: [] },
    ],
    makes: ['int64'],
  },
  { op: 'EyeLike', inputs: [[3, 4]], attributes: { k: 1 } },
  {
    op: 'OneHot',
    inputs: [{ fed: [2, -1, 0] }, { known: [3], shape: [] }, { known: [0.5, 2], type: 'float32' }],
    attributes: { axis: 0 },
  },
  { op: 'NonZero', inputs: [{ known: [0, 3, 0, 1, 0, 2], shape: [2, 3] }], makes: ['int64'] },
  ...[1, 0].map((truth): Case => ({
    op: 'If',
    inputs: [{ known: [truth], shape: [], type: 'bool' }],
    attributes: { then_branch: { making: 2 }, else_branch: { making: 3 } },
  })),
  { op: 'Dropout', inputs: [[2, 3]], makes: ['float32', 'bool'] },
  { op: 'Shape', inputs: [[2, 3, 4]], attributes: { start: -2 }, makes: ['int64'] },
  { op: 'Size', inputs: [[2, 3, 4]], makes: ['int64'] },
  { op: 'Where', inputs: [truths, integers, { fed: [1] }], makes: ['int64'] },
  { op: 'Gather', inputs: [[3, 4], { fed: [2, -3, 0, 1], shape: [2, 2] }] },
  { op: 'GatherElements', inputs: [[3, 4], { fed: [2, 0, -1, 1], shape: [1, 4] }] },
  { op: 'GatherND', inputs: [[2, 3, 4], { fed: [1, -1, 0, 2], shape: [2, 2] }] },
  {
    op: 'ScatterND',
    inputs: [{ fed: [1, 2, 3, 4] }, { fed: [3, 1], shape: [2, 1] }, { fed: [-1, -2] }],
    makes: ['int64'],
  },
];
