// Functions of tensors that stand in a model between its layers: `keras.ops` of Keras 3, and those of TensorFlow before.
import * as tf from '@tensorflow/tfjs-core';
import { shown } from '../../errors.ts';
import { broadcastShape } from '../../tensors/broadcast.ts';
import { einsum as einsumOf, matMul } from '../../tensors/einsum.ts';
import { extreme } from '../../tensors/extreme.ts';
import { withoutGradient } from '../../tensors/without-gradient.ts';
import type { JsonObject } from '../config.ts';
import { KerasError } from '../errors.ts';
import { axisOf, type Call, type Given, isMasked, type Layer } from '../layer.ts';
import { gelu } from './activations.ts';

/** The arguments of a call: those of the operation's configuration, of the call by place, and by name. */
class Arguments {
  private readonly asked = new Set<string | number>(['name', 'trainable', 'dtype', 'function']);

  constructor(
    private readonly call: Call,
    private readonly settings: JsonObject,
  ) {}

  given(place: number, ...names: readonly string[]): Given {
    for (const name of [place, ...names]) this.asked.add(name);
    if (place >= 0 && this.call.args[place] !== undefined) return this.call.args[place];
    for (const name of names) {
      const value = this.call.named(name) ?? this.settings[name];
      if (value !== null && value !== undefined) return value;
    }
    return null;
  }

  /** @throws KerasError for an argument that nobody read */
  finish(): void {
    const places = this.call.args.flatMap((value, place) => (value === null ? [] : [place]));
    const named = [...this.call.names(), ...Object.keys(this.settings).filter((name) => this.settings[name] !== false)];
    for (const name of [...places, ...named.filter((name) => this.call.named(name) ?? this.settings[name])])
      if (!this.asked.has(name)) throw new KerasError(`its argument ${name} is not supported`);
  }

  /** All tensors, in order. */
  tensorsOfAll(): tf.Tensor[] {
    this.call.args.forEach((_, place) => this.asked.add(place));
    return this.call.inputs.map(({ tensor }) => tensor);
  }

  tensor(place: number, ...names: readonly string[]): tf.Tensor {
    const given = this.given(place, ...names);
    if (isMasked(given)) return given.tensor;
    if (typeof given === 'number') return tf.scalar(given, 'float32');
    if (typeof given === 'boolean') return tf.scalar(given, 'bool');
    throw new KerasError(`expected a tensor or a number for ${names[0]}, found ${shown(JSON.stringify(given))}`);
  }

  tensors(place: number, ...names: readonly string[]): tf.Tensor[] {
    const given = this.given(place, ...names);
    if (!Array.isArray(given) || !given.every(isMasked)) throw new KerasError(`expected tensors for ${names[0]}`);
    return given.map(({ tensor }) => tensor);
  }

  /** Axes of a tensor; all of them without. */
  axes(place: number, rank: number): number[] {
    const given = this.given(place, 'axis');
    if (given === null) return Array.from({ length: rank }, (_, axis) => axis);
    const list = Array.isArray(given) ? given : [given];
    return list.map((axis) => axisOf(Number(axis), rank));
  }

  axis(place: number, rank: number, otherwise?: number): number {
    const given = this.given(place, 'axis') ?? otherwise;
    if (typeof given !== 'number') throw new KerasError(`expected an axis, found ${JSON.stringify(given)}`);
    return axisOf(given, rank);
  }

  flag(place: number, ...names: readonly string[]): boolean {
    return this.given(place, ...names) === true;
  }

  numbers(place: number, ...names: readonly string[]): number[] {
    const given = this.given(place, ...names);
    if (!Array.isArray(given) || !given.every((item) => typeof item === 'number'))
      throw new KerasError(`expected numbers for ${names[0]}, found ${shown(JSON.stringify(given))}`);
    return given as unknown as number[];
  }
}

type Operation = (given: Arguments) => tf.Tensor;

const float = (x: tf.Tensor): tf.Tensor => (x.dtype === 'float32' ? x : withoutGradient(() => tf.cast(x, 'float32')));
const first = (given: Arguments): tf.Tensor => given.tensor(0, 'x', 'inputs', 'input_tensor', 'tensor', 'input', 'features', 'a'); // prettier-ignore
const second = (given: Arguments): tf.Tensor => given.tensor(1, 'x2', 'y', 'b');
const left = (given: Arguments): tf.Tensor => given.tensor(0, 'x1', 'x', 'a');

const unary =
  (run: (x: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    run(float(first(given)));

/** Numbers as float32; integers and truth values meet as such. */
const binary =
  (run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    run(float(left(given)), float(second(given)));

const comparing =
  (run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    withoutGradient(() => run(float(left(given)), float(second(given))));

const logical =
  (run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    withoutGradient(() => run(tf.cast(left(given), 'bool'), tf.cast(second(given), 'bool')));

const reducing =
  (run: (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor): Operation =>
  (given) => {
    const x = first(given);
    return run(x, given.axes(1, x.rank), given.flag(2, 'keepdims'));
  };

const onFloats = (run: (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor): Operation =>
  reducing((x, axes, keep) => run(float(x), axes, keep));

const truth = (run: typeof tf.any): Operation =>
  reducing((x, axes, keep) => withoutGradient(() => run(tf.cast(x, 'bool') as tf.Tensor<tf.Rank>, axes, keep)));

const cast: Operation = (given) => {
  const x = first(given);
  const to = given.given(1, 'dtype');
  if (typeof to !== 'string') throw new KerasError(`expected a type, found ${shown(JSON.stringify(to))}`);
  if (/^(b?float\d+|mixed.*)$/.test(to)) return float(x);
  if (to === 'bool') return withoutGradient(() => tf.notEqual(x, tf.zerosLike(x)));
  if (/^u?int\d+$/.test(to)) return withoutGradient(() => tf.cast(x, 'int32'));
  throw new KerasError(`expected a type of numbers, found ${shown(to)}`);
};

const where: Operation = (given) => {
  const condition = given.tensor(0, 'condition');
  const [a, b] = [float(given.tensor(1, 'x1', 'x')), float(given.tensor(2, 'x2', 'y'))];
  const chosen = withoutGradient(() => tf.cast(tf.cast(condition, 'bool'), 'float32'));
  const shape = broadcastShape([chosen.shape, a.shape, b.shape]);
  const spread = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.ones(shape));
  // 0 · ∞ is NaN: what is not chosen is taken out before it is multiplied.
  return tf.where(
    withoutGradient(() => tf.greater(spread(chosen), 0)),
    spread(a),
    spread(b),
  );
};

const softmax: Operation = (given) => {
  const x = float(first(given));
  const axis = given.axis(1, x.rank, -1);
  if (axis !== x.rank - 1) throw new KerasError('expected a softmax along the last axis');
  return tf.softmax(x);
};

const reshaped: Operation = (given) => {
  const x = first(given);
  const target = given.numbers(1, 'newshape', 'shape');
  const size = target.filter((extent) => extent !== -1).reduce((a, b) => a * b, 1);
  return tf.reshape(
    x,
    target.map((extent) => (extent === -1 ? x.size / size : extent)),
  );
};

const transposed: Operation = (given) => {
  const x = first(given);
  return tf.transpose(x, given.given(1, 'axes', 'perm') === null ? undefined : given.numbers(1, 'axes', 'perm'));
};

const joined: Operation = (given) => {
  const tensors = given.tensors(0, 'xs', 'values');
  return tf.concat(tensors, given.axis(1, tensors[0]!.rank, 0));
};

const stacked: Operation = (given) => {
  const tensors = given.tensors(0, 'x', 'values');
  return tf.stack(tensors, given.axis(1, tensors[0]!.rank + 1, 0));
};

const expanded: Operation = (given) => {
  const x = first(given);
  return tf.expandDims(x, given.axis(1, x.rank + 1));
};

const squeezed: Operation = (given) => {
  const x = first(given);
  return tf.squeeze(x, given.given(1, 'axis') === null ? undefined : given.axes(1, x.rank));
};

const power: Operation = (given) => {
  const exponent = given.given(1, 'x2', 'y');
  if (typeof exponent !== 'number') throw new KerasError('expected a number as exponent');
  const x = float(left(given));
  return exponent === 2 ? tf.square(x) : exponent === 0.5 ? tf.sqrt(x) : tf.pow(x, exponent);
};

const clipped: Operation = (given) => {
  const x = float(first(given));
  return tf.minimum(tf.maximum(x, float(given.tensor(1, 'x_min', 'clip_value_min'))), float(given.tensor(2, 'x_max', 'clip_value_max'))); // prettier-ignore
};

const contracted: Operation = (given) => {
  const equation = given.given(-1, 'subscripts', 'equation') ?? given.given(0, 'subscripts');
  if (typeof equation !== 'string') throw new KerasError('expected an equation');
  return einsumOf(equation, given.tensorsOfAll());
};

const table = {
  abs: unary(tf.abs),
  absolute: unary(tf.abs),
  add: binary(tf.add),
  all: truth(tf.all),
  any: truth(tf.any),
  arctan2: binary(tf.atan2),
  cast,
  clip: clipped,
  concatenate: joined,
  cos: unary(tf.cos),
  divide: binary(tf.div),
  einsum: contracted,
  elu: unary((x) => tf.add(tf.relu(x), tf.expm1(tf.minimum(x, 0)))),
  equal: comparing(tf.equal),
  exp: unary(tf.exp),
  expand_dims: expanded,
  gelu: (given) => gelu(float(first(given)), given.given(1, 'approximate') !== false),
  greater: comparing(tf.greater),
  greater_equal: comparing(tf.greaterEqual),
  less: comparing(tf.less),
  less_equal: comparing(tf.lessEqual),
  log: unary(tf.log),
  log1p: unary(tf.log1p),
  logical_and: logical(tf.logicalAnd),
  logical_not: (given) => withoutGradient(() => tf.logicalNot(tf.cast(first(given), 'bool'))),
  logical_or: logical(tf.logicalOr),
  matmul: (given) => matMul(float(left(given)), float(second(given))),
  max: onFloats((x, axes, keep) => extreme(x, axes, keep, 'max')),
  maximum: binary(tf.maximum),
  mean: onFloats((x, axes, keep) => tf.mean(x, axes, keep)),
  min: onFloats((x, axes, keep) => extreme(x, axes, keep, 'min')),
  minimum: binary(tf.minimum),
  multiply: binary(tf.mul),
  negative: unary(tf.neg),
  not_equal: comparing(tf.notEqual),
  power,
  prod: onFloats((x, axes, keep) => tf.prod(x, axes, keep)),
  relu: unary(tf.relu),
  reshape: reshaped,
  rsqrt: unary(tf.rsqrt),
  sigmoid: unary(tf.sigmoid),
  silu: unary((x) => tf.mul(x, tf.sigmoid(x))),
  sin: unary(tf.sin),
  softmax,
  sqrt: unary(tf.sqrt),
  square: unary(tf.square),
  squeeze: squeezed,
  stack: stacked,
  subtract: binary(tf.sub),
  sum: onFloats((x, axes, keep) => tf.sum(x, axes, keep)),
  tanh: unary(tf.tanh),
  transpose: transposed,
  true_divide: binary(tf.div),
  where,
} satisfies Record<string, Operation>;

type Name = keyof typeof table;

/** Of Keras 3: the class of an operation is its name in another spelling. */
export function kerasOperation(kind: string): Layer | undefined {
  const name = kind.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return Object.hasOwn(table, name) ? layerOf(table[name as Name]) : undefined;
}

/** Of TensorFlow, by the name that Keras 2 keeps of a function. */
const tensorflow: Readonly<Record<string, Name>> = {
  '__operators__.add': 'add',
  '__operators__.ne': 'not_equal',
  cast: 'cast',
  clip_by_value: 'clip',
  concat: 'concatenate',
  expand_dims: 'expand_dims',
  'linalg.matmul': 'matmul',
  'math.abs': 'abs',
  'math.add': 'add',
  'math.divide': 'divide',
  'math.exp': 'exp',
  'math.greater': 'greater',
  'math.log': 'log',
  'math.log1p': 'log1p',
  'math.logical_and': 'logical_and',
  'math.logical_not': 'logical_not',
  'math.logical_or': 'logical_or',
  'math.maximum': 'maximum',
  'math.minimum': 'minimum',
  'math.multiply': 'multiply',
  'math.negative': 'negative',
  'math.not_equal': 'not_equal',
  'math.pow': 'power',
  'math.reduce_any': 'any',
  'math.reduce_max': 'max',
  'math.reduce_mean': 'mean',
  'math.reduce_min': 'min',
  'math.reduce_sum': 'sum',
  'math.sigmoid': 'sigmoid',
  'math.sqrt': 'sqrt',
  'math.square': 'square',
  'math.subtract': 'subtract',
  'math.tanh': 'tanh',
  'math.truediv': 'divide',
  'nn.relu': 'relu',
  'nn.sigmoid': 'sigmoid',
  'nn.softmax': 'softmax',
  reshape: 'reshape',
  squeeze: 'squeeze',
  stack: 'stack',
  'compat.v1.transpose': 'transpose',
};

/** The layer TFOpLambda of Keras 2: the name of a function of TensorFlow, no code. */
export const functionLayer: Layer = (built) => {
  const name = built.config.string('function');
  const own = Object.hasOwn(tensorflow, name) ? tensorflow[name] : undefined;
  if (!own)
    throw new KerasError(
      `the function tf.${name} is not in the table (${Object.keys(tensorflow).join(', ')}); use a layer of Keras for it`,
    );
  return layerOf(table[own])(built);
};

const layerOf =
  (run: Operation): Layer =>
  ({ config }) => {
    const settings = config.everything();
    return (call) => {
      const given = new Arguments(call, settings);
      const made = run(given);
      given.finish();
      return made;
    };
  };
