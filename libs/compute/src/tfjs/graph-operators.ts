// The table of TensorFlow's operators in graph models: each is written with operators of ONNX, or refused by name.
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from '../tensors/einsum.ts';
import { isObject, type Json, type JsonObject } from '../keras/config.ts';
import { Attributes } from '../onnx/import/attributes.ts';
import type { AttributeValue } from '../onnx/import/graph.ts';
import { operators as onnx, type OperatorName } from '../onnx/import/operators/index.ts';
import type { Operator } from '../onnx/import/operator.ts';
import { knownIntegers, Value } from '../onnx/import/value.ts';
import { TfjsError } from './errors.ts';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: JsonObject;
}

export type GraphOperator = (node: GraphNode, inputs: readonly Value[]) => readonly Value[];

type Setting = number | string | readonly number[];

/** An operator of ONNX, opset 20. */
function call(
  name: OperatorName,
  inputs: readonly Value[],
  settings: Readonly<Record<string, Setting>> = {},
  outputs = 1,
): Value[] {
  const attributes = new Map<string, AttributeValue>();
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value === 'number') attributes.set(key, { kind: 'int', value });
    else attributes.set(key, typeof value === 'string' ? { kind: 'string', value } : { kind: 'ints', value });
  }
  const operator: Operator = onnx[name];
  const [fewest, most] = operator.arity;
  if (inputs.length < fewest || inputs.length > most)
    throw new TfjsError(`expected ${fewest} inputs or more, found ${inputs.length}`);
  const made = operator.run(
    {
      operator: name,
      opset: 20,
      inputs,
      attributes: new Attributes(attributes),
      outputs,
      evaluate: () => [],
    },
    ...inputs,
  );
  return Array.isArray(made) ? made.filter((value) => value !== null) : [made];
}

const same =
  (name: OperatorName): GraphOperator =>
  (_, inputs) =>
    call(name, inputs);

const flag = ({ attributes }: GraphNode, name: string): boolean => {
  const value = attributes[name];
  return isObject(value) && value.b === true;
};

const int = ({ attributes }: GraphNode, name: string, otherwise: number): number => {
  const value = attributes[name];
  return isObject(value) && value.i !== undefined ? Number(value.i) : otherwise;
};

const ints = ({ attributes }: GraphNode, name: string): number[] => {
  const value = attributes[name];
  const list = isObject(value) && isObject(value.list) ? value.list.i : undefined;
  return Array.isArray(list) ? list.map(Number) : [];
};

/** Text is written in base 64. */
const text = ({ attributes }: GraphNode, name: string): string => {
  const value = attributes[name];
  return isObject(value) && typeof value.s === 'string' ? Buffer.from(value.s, 'base64').toString('utf8') : '';
};

const texts = ({ attributes }: GraphNode, name: string): string[] => {
  const value = attributes[name];
  const list = isObject(value) && isObject(value.list) ? value.list.s : undefined;
  return Array.isArray(list) ? list.map((one) => Buffer.from(String(one), 'base64').toString('utf8')) : [];
};

const float = ({ attributes }: GraphNode, name: string, otherwise: number): number => {
  const value = attributes[name];
  return isObject(value) && typeof value.f === 'number' ? value.f : otherwise;
};

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

const matrices: GraphOperator = (node, [a, b]) => {
  const side = (x: Value, names: string[]): tf.Tensor => {
    const t = x.tensor();
    return names.some((name) => flag(node, name)) ? tf.transpose(t, swapped(t.rank)) : t;
  };
  return [Value.of(matMul(side(a!, ['transpose_a', 'adj_x']), side(b!, ['transpose_b', 'adj_y'])), a!.type)];
};

const swapped = (rank: number): number[] => {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return [...order.slice(0, -2), rank - 1, rank - 2];
};

const following: Readonly<Record<string, OperatorName>> = { BiasAdd: 'Add', Relu: 'Relu', Elu: 'Elu', Sigmoid: 'Sigmoid', Tanh: 'Tanh', LeakyRelu: 'LeakyRelu' }; // prettier-ignore

/** What the converter folds into a product: a bias, then an activation. */
function fused(node: GraphNode, [made]: readonly Value[], more: readonly Value[]): readonly Value[] {
  let value = made!;
  let next = 0;
  for (const name of texts(node, 'fused_ops')) {
    if (name === 'Relu6') value = relu6(value);
    else if (!Object.hasOwn(following, name))
      throw new TfjsError(`what is folded into it, ${JSON.stringify(name)}, is not supported`);
    else if (name === 'BiasAdd') value = call('Add', [value, more[next++]!])[0]!;
    else if (name === 'LeakyRelu') value = leaky(value, float(node, 'leakyrelu_alpha', 0.2));
    else value = call(following[name]!, [value])[0]!;
  }
  return [value];
}

const leaky = (x: Value, slope: number): Value =>
  Value.of(tf.add(tf.relu(x.tensor()), tf.mul(tf.minimum(x.tensor(), 0), slope)), x.type);

const relu6 = (x: Value): Value => Value.of(tf.minimum(tf.relu(x.tensor()), 6), x.type);

/** [N, rows, columns, C] with kernels [rows, columns, C, M]. */
const convolution: GraphOperator = (node, [x, w]) => {
  if (text(node, 'data_format') === 'NCHW') throw new TfjsError('expected channels last, found NCHW');
  const [strides, dilations] = [ints(node, 'strides').slice(1, 3), ints(node, 'dilations').slice(1, 3)];
  const padding = text(node, 'padding');
  if (padding !== 'SAME' && padding !== 'VALID')
    throw new TfjsError(`expected padding SAME or VALID, found ${JSON.stringify(padding)}`);
  const first = call('Transpose', [x!], { perm: [0, 3, 1, 2] })[0]!;
  const kernel = call('Transpose', [w!], { perm: [3, 2, 0, 1] })[0]!;
  const made = call('Conv', [first, kernel], {
    auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID',
    strides,
    dilations: dilations.length === 2 ? dilations : [1, 1],
  });
  return call('Transpose', made, { perm: [0, 2, 3, 1] });
};

/** Slices by masks of bits: begins and ends that do not count, axes that go or come. */
const stridedSlice: GraphOperator = (node, [x, begin, end, strides]) => {
  const mask = (name: string) => (at: number) => (int(node, name, 0) >> at) % 2 === 1;
  const [free, open, gone] = [mask('begin_mask'), mask('end_mask'), mask('shrink_axis_mask')];
  if (int(node, 'ellipsis_mask', 0) !== 0) throw new TfjsError('an ellipsis in its slice is not supported');
  const fresh = mask('new_axis_mask');
  const [starts, ends, steps] = [begin!, end!, strides!].map((value) => knownIntegers(value, 'slice')) as [number[], number[], number[]]; // prettier-ignore
  const far = 2 ** 31 - 1;
  const rows: { axis: number; start: number; end: number; step: number }[] = [];
  const [kept, added]: [number[], number[]] = [[], []];
  let axis = 0;
  starts.forEach((start, at) => {
    if (fresh(at)) {
      added.push(at);
      return;
    }
    const step = gone(at) ? 1 : steps[at]!;
    if (gone(at)) rows.push({ axis, start, end: start === -1 ? far : start + 1, step });
    else rows.push({ axis, start: free(at) ? (step > 0 ? 0 : far) : start, end: open(at) ? (step > 0 ? far : -far) : ends[at]!, step }); // prettier-ignore
    if (gone(at)) kept.push(axis);
    axis++;
  });
  const column = (of: (row: (typeof rows)[number]) => number): Value => Value.integers(rows.map(of));
  const cut = rows.length === 0 ? x! : call('Slice', [x!, column((row) => row.start), column((row) => row.end), column((row) => row.axis), column((row) => row.step)])[0]!; // prettier-ignore
  if (added.length > 0 && kept.length > 0)
    throw new TfjsError('axes that go and axes that come in one slice are not supported');
  if (added.length > 0) return call('Unsqueeze', [cut, Value.integers(added)]);
  return kept.length > 0 ? call('Squeeze', [cut, Value.integers(kept)]) : [cut];
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
