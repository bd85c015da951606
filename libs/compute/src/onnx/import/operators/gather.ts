// Elements by index, and the largest of a row with their places.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { axisOf, type Operator, operator } from '../operator.ts';
import { type Elements, isFloat, isInteger } from '../types.ts';
import { knownIntegers, moved, Value } from '../value.ts';

export const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);
const stridesOf = (shape: readonly number[]): number[] => shape.map((_, axis) => product(shape.slice(axis + 1)));

/** Indices of one axis as int32, those counted from the end made positive. @throws OnnxError for known ones out of range */
function counted(indices: Value, extent: number): tf.Tensor {
  if (!isInteger(indices.type)) throw new OnnxError(`expected integers for its indices, found ${indices.type}`);
  if (indices.known) {
    const positive = Int32Array.from(knownIntegers(indices, 'indices'), (index) => {
      if (index < -extent || index >= extent)
        throw new OnnxError(`index ${index} is not in ${-extent} .. ${extent - 1}`);
      return index < 0 ? index + extent : index;
    });
    return tf.tensor(positive, [...indices.shape], 'int32');
  }
  return fromEnd(indices.tensor(), tf.scalar(extent, 'int32'));
}

const fromEnd = (index: tf.Tensor, extent: tf.Tensor): tf.Tensor =>
  withoutGradient(() => tf.add(index, tf.mul(tf.cast(tf.less(index, 0), 'int32'), extent)));

const gather = operator(2, 2, ({ attributes }, x, indices) => {
  const axis = axisOf(attributes.int('axis', 0), x!.rank);
  if (!indices!.known && x!.known)
    return Value.of(tf.gather(x!.tensor(), counted(indices!, x!.shape[axis]!), axis), x!.type);
  return moved([x!], ([t]) => {
    const index = counted(indices!, x!.shape[axis]!);
    const flat = tf.gather(t!, tf.reshape(index, [-1]), axis);
    return tf.reshape(flat, [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)]);
  });
});

/** Places in the flattened tensor of elements whose index along `axis` is given and whose others are their own. */
export function placesAlong(indices: Value, shape: readonly number[], axis: number): tf.Tensor {
  if (indices.rank !== shape.length || indices.shape.some((extent, at) => at !== axis && extent > shape[at]!))
    throw new OnnxError(
      `expected indices for [${shape.join(', ')}] along axis ${axis}, found [${indices.shape.join(', ')}]`,
    );
  const strides = stridesOf(shape);
  const grid = indices.shape.map((extent, at) => (at === axis ? 1 : extent));
  const gridStrides = stridesOf(grid);
  const own = Int32Array.from({ length: product(grid) }, (_, place) =>
    grid.reduce((sum, extent, at) => sum + (Math.floor(place / gridStrides[at]!) % extent) * strides[at]!, 0),
  );
  const index = counted(indices, shape[axis]!);
  return withoutGradient(() =>
    tf.add(tf.mul(index, tf.scalar(strides[axis]!, 'int32')), tf.tensor(own, grid, 'int32')),
  );
}

/** out[i, j, k] = x[i, indices[i, j, k], k] for axis 1. */
export function gatherElements(x: tf.Tensor, places: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.gather(tf.reshape(x, [-1]), tf.reshape(places, [-1])), places.shape);
}

const byElement = operator(2, 2, ({ attributes }, x, indices) => {
  const axis = axisOf(attributes.int('axis', 0), x!.rank);
  return Value.of(gatherElements(x!.tensor(), placesAlong(indices!, x!.shape, axis)), x!.type);
});

/** Rows of the tensor flattened over the axes that index tuples `[..., depth]` count, by tuple; batches count through. */
export function rowsOf(
  indices: Value,
  shape: readonly number[],
  batchDims: number,
): { rows: tf.Tensor; known?: Int32Array; rest: number[]; count: number } {
  const depth = indices.shape.at(-1) ?? 0;
  const extents = shape.slice(batchDims, batchDims + depth);
  if (
    !isInteger(indices.type) ||
    indices.rank < 1 ||
    extents.length !== depth ||
    !(batchDims >= 0 && batchDims < indices.rank)
  )
    throw new OnnxError(
      `expected tuples of indices for [${shape.join(', ')}], found ${indices.type}[${indices.shape.join(', ')}]`,
    );
  const batches = product(shape.slice(0, batchDims));
  const place = { rest: shape.slice(batchDims + depth), count: batches * product(extents) };
  if (indices.known && depth > 0) {
    const known = knownRows(indices.known, extents, indices.size / depth / batches);
    return { rows: tf.tensor1d(known, 'int32'), known, ...place };
  }
  const rows = withoutGradient(() => {
    const positive = fromEnd(indices.tensor(), tf.tensor1d(extents, 'int32'));
    const own = tf.sum(tf.mul(positive, tf.tensor1d(stridesOf(extents), 'int32')), -1);
    const apart = tf.reshape(tf.cast(own, 'int32'), [batches, -1]);
    const starts = Int32Array.from({ length: batches }, (_, batch) => batch * product(extents));
    return tf.reshape(tf.add(apart, tf.tensor2d(starts, [batches, 1], 'int32')), [-1]);
  });
  return { rows: tf.cast(rows, 'int32'), ...place };
}

/** Rows of known tuples, of which each batch has `perBatch`. @throws OnnxError for an index out of range */
export function knownRows(tuples: Elements, extents: readonly number[], perBatch: number): Int32Array {
  const depth = extents.length;
  const strides = stridesOf(extents);
  const rows = new Int32Array(tuples.length / depth);
  for (let row = 0; row < rows.length; row++) {
    let at = Math.floor(row / perBatch) * product(extents);
    for (let axis = 0; axis < depth; axis++) {
      const [index, extent] = [Number(tuples[row * depth + axis]), extents[axis]!];
      if (index < -extent || index >= extent)
        throw new OnnxError(`index ${index} is not in ${-extent} .. ${extent - 1}`);
      at += (index < 0 ? index + extent : index) * strides[axis]!;
    }
    rows[row] = at;
  }
  return rows;
}

const byTuple = operator(2, 2, ({ attributes }, x, indices) => {
  const { rows, rest, count } = rowsOf(indices!, x!.shape, attributes.int('batch_dims', 0));
  const found = tf.gather(tf.reshape(x!.tensor(), [count, product(rest)]), rows);
  return Value.of(tf.reshape(found, [...indices!.shape.slice(0, -1), ...rest]), x!.type);
});

/** The k largest or smallest along an axis, in order; gradients go to their places. */
const topK = operator(1, 2, ({ attributes, inputs, opset }, x) => {
  const axis = axisOf(attributes.int('axis', -1), x!.rank);
  const largest = attributes.flag('largest', true);
  attributes.ignore('sorted');
  const k = opset < 10 ? attributes.required('int', 'k') : knownIntegers(inputs[1]!, 'k')[0]!;
  if (!(k >= 1 && k <= x!.shape[axis]!)) throw new OnnxError(`expected k of 1 to ${x!.shape[axis]}, found ${k}`);
  const order = x!.shape.map((_, at) => at);
  [order[axis], order[x!.rank - 1]] = [x!.rank - 1, axis];
  const last = axis === x!.rank - 1;
  const indices = withoutGradient(() => {
    const t = last ? x!.tensor() : tf.transpose(x!.tensor(), order);
    const { indices: found } = tf.topk(largest ? t : tf.neg(t), k, true);
    return last ? found : tf.transpose(found, order);
  });
  const places = placesAlong(Value.of(indices, 'int64'), x!.shape, axis);
  return [Value.of(gatherElements(x!.tensor(), places), x!.type), Value.of(indices, 'int64')];
});

/** One at the first largest along an axis; up to opset 12 over all axes from one on. */
const hardmax = operator(1, 1, ({ attributes, opset }, x) => {
  if (!isFloat(x!.type)) throw new OnnxError(`expected floating-point numbers, found ${x!.type}`);
  const axis = axisOf(attributes.int('axis', opset < 13 ? 1 : -1), x!.rank);
  const shape = opset < 13 ? [product(x!.shape.slice(0, axis)), product(x!.shape.slice(axis))] : [...x!.shape];
  const at = opset < 13 ? 1 : axis;
  const made = withoutGradient(() => {
    const t = tf.reshape(x!.tensor(), shape);
    const first = tf.expandDims(tf.cast(tf.argMax(t, at), 'int32'), at);
    const classes = tf.tensor(
      Int32Array.from({ length: shape[at]! }, (_, place) => place),
      shape.map((extent, i) => (i === at ? extent : 1)),
      'int32',
    );
    return tf.cast(tf.equal(first, classes), 'float32');
  });
  return Value.of(tf.reshape(made, [...x!.shape]), x!.type);
});

export const gathering = {
  Gather: gather,
  GatherElements: byElement,
  GatherND: byTuple,
  Hardmax: hardmax,
  TopK: topK,
} satisfies Record<string, Operator>;
