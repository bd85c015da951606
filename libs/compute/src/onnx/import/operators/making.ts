// Tensors made from numbers: constants, ranges, identity matrices, one-hot rows; and conversions of type.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { requireFew, sizeOfShape } from '../limits.ts';
import { axisOf, type Call, type Operator, operator } from '../operator.ts';
import { elementsFor, elementsOf, isFloat, isInteger, type OnnxType, typeOf, types } from '../types.ts';
import { knownIntegers, knownNumber, Value } from '../value.ts';
import { wrapped } from './pointwise.ts';

const constant = operator(0, 0, ({ attributes }) => {
  const tensor = attributes.get('tensor', 'value');
  if (tensor) return Value.constant(tensor.type, tensor.shape, tensor.data);
  const [number, numbers] = [attributes.get('float', 'value_float'), attributes.get('floats', 'value_floats')];
  const [integer, integers] = [attributes.get('int', 'value_int'), attributes.get('ints', 'value_ints')];
  if (number !== undefined) return Value.constant('float32', [], elementsOf('float32', [number]));
  if (numbers) return Value.constant('float32', [numbers.length], elementsOf('float32', numbers));
  if (integer !== undefined) return Value.constant('int64', [], elementsOf('int64', [BigInt(integer)]));
  if (integers) return Value.integers(integers);
  throw new OnnxError('expected a tensor or numbers, found another kind of constant');
});

const constantOfShape = operator(1, 1, ({ attributes }, shape) => {
  const extents = knownIntegers(shape!, 'shape');
  sizeOfShape(extents, 'a constant');
  const { type, data } = attributes.get('tensor', 'value') ?? { type: 'float32' as const, data: Float32Array.of(0) };
  if (data.length !== 1) throw new OnnxError(`expected one value, found ${data.length}`);
  if (extents.includes(0)) return Value.constant(type, extents, elementsFor(type, 0));
  return Value.repeated(type, extents, { shape: extents.map(() => 1), elements: data });
});

const range = operator(3, 3, (_, start, limit, delta) => {
  const type = start!.type;
  const [from, to, by] = [start!, limit!, delta!].map((value, index) => {
    knownNumber(value, ['start', 'limit', 'step'][index]!);
    return value.known![0]!;
  }) as [number | bigint, number | bigint, number | bigint];
  if (Number(by) === 0) throw new OnnxError('expected a step that is not 0');
  const count = Math.max(0, Math.ceil((Number(to) - Number(from)) / Number(by)));
  requireFew(count);
  const values = Array.from({ length: count }, (_, index) =>
    isInteger(type) ? (from as bigint) + BigInt(index) * (by as bigint) : (from as number) + index * (by as number),
  );
  return Value.constant(type, [count], elementsOf(type, values));
});

/** Truncates towards zero, and wraps integers of one and two bytes. Gradients pass between floating-point types only. */
export function converted(x: Value, type: OnnxType): Value {
  if (x.type === type) return x;
  if (x.isKnown) {
    const { shape, elements: known } = x.repeated ?? { shape: x.shape, elements: x.known! };
    const from = isInteger(x.type) ? Array.from(known as BigInt64Array) : Array.from(known as Float32Array);
    const elements = elementsOf(
      type,
      from.map((value) => convertedNumber(value, type)),
    );
    return Value.repeated(type, x.shape, { shape, elements });
  }
  const t = x.tensor();
  if (isFloat(type)) return Value.of(isFloat(x.type) ? t : withoutGradient(() => tf.cast(t, 'float32')), type);
  return Value.of(
    withoutGradient(() => {
      if (type === 'bool') return tf.notEqual(t, tf.zerosLike(t));
      return wrapped(tf.cast(t, 'int32'), type);
    }),
    type,
  );
}

function convertedNumber(value: number | bigint, type: OnnxType): number | bigint {
  if (type === 'bool') return Number(Number(value) !== 0);
  if (isFloat(type)) return type === 'float64' ? Number(value) : Math.fround(Number(value));
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new OnnxError(`expected a number for ${type}, found ${value}`);
  const integer = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  const [least, most] = types[type].range!;
  if (integer >= least && integer <= most) return integer;
  if (types[type].bytes > 2) throw new OnnxError(`the integer ${integer} does not fit ${type}`);
  return least < 0n ? BigInt.asIntN(8 * types[type].bytes, integer) : BigInt.asUintN(8 * types[type].bytes, integer);
}

const cast = operator(1, 1, ({ attributes }, x) => {
  attributes.ignore('saturate');
  return converted(x!, typeOf(attributes.required('int', 'to'), 'its result'));
});

const oneHot = operator(3, 3, ({ attributes }, indices, depth, values) => {
  const extent = knownIntegers(converted(depth!, 'int64'), 'depth')[0]!;
  const axis = axisOf(attributes.int('axis', -1), indices!.rank + 1);
  sizeOfShape([...indices!.shape, extent], 'one-hot rows');
  const type = values!.type;
  const made = withoutGradient(() => {
    const index = tf.cast(indices!.tensor(), 'int32');
    const counted = tf.where(tf.less(index, 0), tf.add(index, tf.scalar(extent, 'int32')), index);
    const classes = tf.tensor(
      Int32Array.from({ length: extent }, (_, place) => place),
      [extent, ...indices!.shape.slice(axis).map(() => 1)],
      'int32',
    );
    const here = tf.equal(tf.expandDims(counted, axis), classes);
    const [off, on] = tf.split(tf.cast(values!.tensor(), types[type].dtype === 'float32' ? 'float32' : 'int32'), 2);
    return tf.where(
      here,
      tf.add(tf.zeros(here.shape, on!.dtype as 'int32'), on!),
      tf.add(tf.zeros(here.shape, off!.dtype as 'int32'), off!),
    );
  });
  return Value.of(made, type);
});

const eyeLike = operator(1, 1, ({ attributes }, x) => {
  const code = attributes.get('int', 'dtype');
  const type = code === undefined ? x!.type : typeOf(code, 'its result');
  const shift = attributes.int('k', 0);
  const [rows, columns] = x!.shape as [number, number];
  if (x!.rank !== 2) throw new OnnxError(`expected a matrix, found rank ${x!.rank}`);
  const values = Array.from({ length: rows * columns }, (_, place) =>
    Number((place % columns) - Math.floor(place / columns) === shift),
  );
  return Value.constant(type, x!.shape, elementsOf(type, isInteger(type) ? values.map(BigInt) : values));
});

const dropout = operator(1, 3, (call: Call, x) => {
  const { attributes, inputs, outputs } = call;
  attributes.ignore('seed', 'ratio');
  if (inputs[2] && knownNumber(inputs[2], 'training mode') !== 0)
    throw new OnnxError('it is in training mode; export the model for inference (model.eval())');
  const all = Value.constant('bool', x!.shape, new Uint8Array(x!.size).fill(1));
  return outputs > 1 ? [x!, all] : x!;
});

/** Places of what is not zero, as exporters use it on shapes. */
const nonZero = operator(1, 1, (_, x) => {
  if (!x!.known)
    throw new OnnxError(
      'the shape of its result depends on the values of the inputs, where only their shapes are known beforehand',
    );
  const places = Array.from(x!.known as Float32Array, Number).flatMap((value, place) => (value === 0 ? [] : [place]));
  const strides = x!.shape.map((_, axis) => x!.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const rows = x!.shape.flatMap((extent, axis) =>
    places.map((place) => BigInt(Math.floor(place / strides[axis]!) % extent)),
  );
  return Value.constant('int64', [x!.rank, places.length], elementsOf('int64', rows));
});

/** Only the branch that is known to be taken is evaluated. */
const branch = operator(1, 1, ({ attributes, evaluate }, condition) => {
  const [then, otherwise] = [attributes.required('graph', 'then_branch'), attributes.required('graph', 'else_branch')];
  if (!condition!.known)
    throw new OnnxError('its condition depends on the values of the inputs; export the model without control flow');
  return evaluate(knownNumber(condition!, 'condition') !== 0 ? then : otherwise);
});

export const making = {
  Cast: cast,
  CastLike: operator(2, 2, ({ attributes }, x, like) => {
    attributes.ignore('saturate');
    return converted(x!, like!.type);
  }),
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Dropout: dropout,
  EyeLike: eyeLike,
  If: branch,
  NonZero: nonZero,
  OneHot: oneHot,
  Range: range,
} satisfies Record<string, Operator>;
