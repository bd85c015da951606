// The table of TensorFlow's operators in graph models: each is written with operators of ONNX, or refused by name.
import * as tf from '@tensorflow/tfjs-core';
import { isObject, type Json } from '../keras/config.ts';
import type { OperatorName } from '../onnx/import/operators/index.ts';
import { knownIntegers, Value } from '../onnx/import/value.ts';
import { TfjsError } from './errors.ts';
import { flag, float, type GraphNode, int, ints, text } from './graph-node.ts';
import { call, type GraphOperator, same } from './onnx-call.ts';
import { convolution, fused, leaky, matrices, relu6 } from './products.ts';
import { stridedSlice } from './slices.ts';

const reduce =
  (name: OperatorName): GraphOperator =>
  (node, inputs) =>
    call(name, inputs, {
      keepdims: Number(flag(node, 'keep_dims') || flag(node, 'keepdims')),
      noop_with_empty_axes: 1,
    });

/** Truth values as numbers: any is their largest, all their smallest. */
const truths =
  (name: 'ReduceMax' | 'ReduceMin'): GraphOperator =>
  (node, [x, axes]) => {
    const numbers = call('Cast', [x!], { to: 6 })[0]!;
    return call('Cast', reduce(name)(node, [numbers, axes!]), { to: 9 });
  };

const codes: Readonly<Record<string, number>> = {
  DT_FLOAT: 1,
  DT_INT32: 7,
  DT_INT64: 7,
  DT_BOOL: 9,
  DT_DOUBLE: 11,
  DT_HALF: 10,
};

const cast: GraphOperator = (node, inputs) => {
  const type = node.attributes.DstT;
  const name: Json = isObject(type) ? (type.type ?? null) : null;
  if (typeof name !== 'string' || !Object.hasOwn(codes, name))
    throw new TfjsError(`expected a type, found ${JSON.stringify(name)}`);
  return call('Cast', inputs, { to: codes[name]! });
};

const unsqueezed = (x: Value, axis: number): Value => call('Unsqueeze', [x, Value.integers([axis])])[0]!;

const axisIn = (value: Value | undefined): number => knownIntegers(value!, 'axis')[0]!;

const gathered: GraphOperator = (node, [x, indices, axis]) => {
  if (int(node, 'batch_dims', 0) !== 0) throw new TfjsError('batch_dims other than 0 are not supported');
  return call('Gather', [x!, indices!], { axis: axis ? axisIn(axis) : 0 });
};

const selected: GraphOperator = (_, [condition, a, b]) => {
  if (condition!.rank === 1 && a!.rank > 1)
    return call('Where', [call('Reshape', [condition!, Value.integers([-1, ...Array<number>(a!.rank - 1).fill(1)])])[0]!, a!, b!]); // prettier-ignore
  return call('Where', [condition!, a!, b!]);
};

export const graphOperators = {
  Abs: same('Abs'),
  Add: same('Add'),
  AddV2: same('Add'),
  All: truths('ReduceMin'),
  Any: truths('ReduceMax'),
  BatchMatMul: matrices,
  BatchMatMulV2: matrices,
  BiasAdd: same('Add'),
  BroadcastTo: same('Expand'),
  Cast: cast,
  ConcatV2: (_, inputs) => call('Concat', inputs.slice(0, -1), { axis: axisIn(inputs.at(-1)) }),
  Conv2D: convolution,
  Cos: same('Cos'),
  Cumsum: (node, inputs) => call('CumSum', inputs, { exclusive: Number(flag(node, 'exclusive')), reverse: Number(flag(node, 'reverse')) }), // prettier-ignore
  Einsum: (node, inputs) => call('Einsum', inputs, { equation: text(node, 'equation') }),
  Elu: same('Elu'),
  Equal: same('Equal'),
  Erf: same('Erf'),
  Exp: same('Exp'),
  ExpandDims: (_, [x, axis]) => [unsqueezed(x!, axisIn(axis))],
  Expm1: (_, [x]) => [Value.of(tf.expm1(x!.tensor()), x!.type)],
  Fill: (_, [shape, value]) => call('Expand', [value!, shape!]),
  Floor: same('Floor'),
  FloorDiv: (_, [a, b]) => (a!.type === 'float32' ? call('Floor', call('Div', [a!, b!])) : call('Div', [a!, b!])),
  GatherV2: gathered,
  Greater: same('Greater'),
  GreaterEqual: same('GreaterOrEqual'),
  Identity: same('Identity'),
  LeakyRelu: (node, [x]) => [leaky(x!, float(node, 'alpha', 0.2))],
  Less: same('Less'),
  LessEqual: same('LessOrEqual'),
  Log: same('Log'),
  Log1p: (_, [x]) => [Value.of(tf.log1p(x!.tensor()), x!.type)],
  LogSoftmax: same('LogSoftmax'),
  LogicalAnd: same('And'),
  LogicalNot: same('Not'),
  LogicalOr: same('Or'),
  MatMul: matrices,
  Max: reduce('ReduceMax'),
  Maximum: same('Max'),
  Mean: reduce('ReduceMean'),
  Min: reduce('ReduceMin'),
  Minimum: same('Min'),
  Mul: same('Mul'),
  Neg: same('Neg'),
  NotEqual: (node, inputs) => call('Not', same('Equal')(node, inputs)),
  OnesLike: (_, [x]) => [Value.of(tf.onesLike(x!.tensor()), x!.type)],
  Pack: (node, inputs) => call('Concat', inputs.map((x) => unsqueezed(x, int(node, 'axis', 0))), { axis: int(node, 'axis', 0) }), // prettier-ignore
  Pad: (_, [x, pads]) => call('Pad', [x!, call('Reshape', [call('Transpose', [pads!])[0]!, Value.integers([-1])])[0]!]),
  Pow: same('Pow'),
  Prelu: same('PRelu'),
  Prod: reduce('ReduceProd'),
  Range: same('Range'),
  RealDiv: same('Div'),
  Reciprocal: same('Reciprocal'),
  Relu: same('Relu'),
  Relu6: (_, [x]) => [relu6(x!)],
  Reshape: same('Reshape'),
  Rsqrt: (_, [x]) => call('Reciprocal', call('Sqrt', [x!])),
  Select: selected,
  SelectV2: same('Where'),
  Selu: same('Selu'),
  Shape: (_, [x]) => [Value.integers(x!.shape)],
  Sigmoid: same('Sigmoid'),
  Sign: same('Sign'),
  Sin: same('Sin'),
  Slice: (_, [x, begin, size]) => {
    const [starts, sizes] = [knownIntegers(begin!, 'begin'), knownIntegers(size!, 'size')];
    const ends = starts.map((start, axis) => (sizes[axis] === -1 ? x!.shape[axis]! : start + sizes[axis]!));
    return call('Slice', [x!, Value.integers(starts), Value.integers(ends)]);
  },
  Softmax: same('Softmax'),
  Softplus: same('Softplus'),
  Softsign: same('Softsign'),
  Sqrt: same('Sqrt'),
  Square: (_, [x]) => call('Mul', [x!, x!]),
  SquaredDifference: (_, [a, b]) => {
    const difference = call('Sub', [a!, b!])[0]!;
    return call('Mul', [difference, difference]);
  },
  Squeeze: (node, [x]) => {
    const axes = ints(node, 'squeeze_dims').length > 0 ? ints(node, 'squeeze_dims') : ints(node, 'axis');
    return call('Squeeze', axes.length > 0 ? [x!, Value.integers(axes)] : [x!]);
  },
  StopGradient: same('Identity'),
  StridedSlice: stridedSlice,
  Sub: same('Sub'),
  Sum: reduce('ReduceSum'),
  Tanh: same('Tanh'),
  Tile: same('Tile'),
  Transpose: (_, [x, order]) => call('Transpose', [x!], { perm: knownIntegers(order!, 'order') }),
  ZerosLike: (_, [x]) => [Value.of(tf.zerosLike(x!.tensor()), x!.type)],
  _FusedConv2D: (node, inputs) => fused(node, convolution(node, inputs), inputs.slice(2)),
  _FusedMatMul: (node, inputs) => fused(node, matrices(node, inputs), inputs.slice(2)),
} as const satisfies Record<string, GraphOperator>;

/** @throws TfjsError with operator and node for one that is not in the table */
export function requireGraphOperator({ op, name }: GraphNode): GraphOperator {
  if (Object.hasOwn(graphOperators, op)) return graphOperators[op as keyof typeof graphOperators];
  throw new TfjsError("it is not in the table of TensorFlow's operators; export the model as ONNX", {
    operator: op,
    node: name,
  });
}
