// Elements written or added where indices say.
import * as tf from '@tensorflow/tfjs-core';
import { spread } from '../../../tensors/broadcast.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { axisOf, type Operator, operator } from '../operator.ts';
import { Value } from '../value.ts';
import { placesAlong, product, rowsOf } from './gather.ts';
import { choose } from './shape.ts';

type Mode = 'none' | 'add' | 'mul' | 'max' | 'min';

/** Rows `[count, width]` with updates written over or added to some of them. */
function scattered(into: tf.Tensor, rows: tf.Tensor, updates: tf.Tensor, mode: Mode, known?: Int32Array): tf.Tensor {
  if (mode === 'none' && known && into.dtype === 'float32')
    return tf.squeeze(overwritten(tf.expandDims(into), known, tf.expandDims(updates)), [0]);
  const count = into.shape[0]!;
  if (mode === 'add') return tf.add(into, tf.unsortedSegmentSum(updates, rows as tf.Tensor1D, count));
  if (mode !== 'none') throw new OnnxError(`its reduction is ${mode}; none and add are supported`);
  // Places that differ are written once, so that their sum is their value; tf.tensorScatterUpdate has no gradient, and on
  // the cpu backend writes into its input.
  const written = withoutGradient(() => {
    const times = tf.unsortedSegmentSum(tf.onesLike(rows), rows as tf.Tensor1D, count);
    return spread(tf.reshape(tf.greater(times, 0), [count, 1]), into.shape);
  });
  return choose(written, tf.unsortedSegmentSum(updates, rows as tf.Tensor1D, count), into);
}

/**
 * Rows `[batch, count, width]` with the same ones of each batch written over. Rows that are known are written by taking, and
 * their slopes are taken back: nothing is added up.
 */
function overwritten(into: tf.Tensor, rows: Int32Array, updates: tf.Tensor): tf.Tensor {
  const count = into.shape[1]!;
  const from = Int32Array.from({ length: count }, (_, row) => row);
  rows.forEach((row, update) => (from[row] = count + update));
  const lasting = Int32Array.from(rows, (row, update) => Number(from[row] === count + update));
  const kept = Int32Array.from(from, (place, row) => Number(place === row));
  const flags = (of: Int32Array) => tf.cast(tf.tensor3d(of, [1, of.length, 1], 'int32'), 'float32');
  const write = tf.customGrad((...given) => ({
    value: tf.gather(tf.concat([given[0] as tf.Tensor, given[1] as tf.Tensor], 1), tf.tensor1d(from, 'int32'), 1),
    gradFunc: (dy: tf.Tensor) => {
      const taken = tf.gather(dy, tf.tensor1d(rows, 'int32'), 1);
      return [tf.mul(dy, flags(kept)), lasting.includes(0) ? tf.mul(taken, flags(lasting)) : taken];
    },
  }));
  return write(into, updates);
}

/** How many of the first columns of index tuples count through axes of their own, while the others do not depend on them. */
function ownAxes({ columns, shape: of }: Value, shape: readonly number[]): number {
  if (!columns || columns.some(({ repeated }) => !repeated)) return 0;
  const shapes = columns.map(({ repeated }) => repeated!.shape);
  const counts = (column: number): boolean => {
    const { shape: few, elements } = columns[column]!.repeated!;
    if (column >= of.length - 1 || of[column] !== shape[column] || elements.length !== of[column]) return false;
    return few[column] === of[column] && elements.every((index, at) => Number(index) === at);
  };
  let leading = 0;
  while (leading < columns.length - 1 && counts(leading)) leading++;
  while (leading > 0 && shapes.slice(leading).some((few) => few.slice(0, leading).some((extent) => extent !== 1)))
    leading--;
  return leading;
}

/** The same elements of each batch written over, by what the columns beyond the leading ones say. */
function ofEachBatch(x: Value, indices: Value, updates: Value, leading: number): tf.Tensor {
  const columns = indices.columns!.slice(leading).map(({ type, shape, repeated }) => {
    const few = { shape: repeated!.shape.slice(leading), elements: repeated!.elements };
    return Value.repeated(type, shape.slice(leading), few);
  });
  const { known, rest, count } = rowsOf(Value.ofColumns(columns), x.shape.slice(leading), 0);
  const [batch, width] = [product(x.shape.slice(0, leading)), product(rest)];
  const into = tf.reshape(x.tensor(), [batch, count, width]);
  return tf.reshape(overwritten(into, known!, tf.reshape(updates.tensor(), [batch, -1, width])), [...x.shape]);
}

const modes = ['none', 'add', 'mul', 'max', 'min'] as const;

const numbers = (x: Value): tf.Tensor => (x.type === 'bool' ? tf.cast(x.tensor(), 'int32') : x.tensor());

const scatterTuples = operator(3, 3, ({ attributes }, x, indices, updates) => {
  const mode = attributes.choice('reduction', modes, 'none');
  const leading = mode === 'none' && x!.type === 'float32' ? ownAxes(indices!, x!.shape) : 0;
  if (leading > 0) return Value.of(ofEachBatch(x!, indices!, updates!, leading), x!.type);
  const { rows, known, rest, count } = rowsOf(indices!, x!.shape, 0);
  const width = product(rest);
  const values = tf.reshape(numbers(updates!), [-1, width]);
  return Value.of(
    tf.reshape(scattered(tf.reshape(numbers(x!), [count, width]), rows, values, mode, known), [...x!.shape]),
    x!.type,
  );
});

const scatterElements = operator(3, 3, ({ attributes }, x, indices, updates) => {
  const axis = axisOf(attributes.int('axis', 0), x!.rank);
  const mode = attributes.choice('reduction', modes, 'none');
  const rows = tf.reshape(placesAlong(indices!, x!.shape, axis), [-1]);
  const values = tf.reshape(numbers(updates!), [-1, 1]);
  return Value.of(tf.reshape(scattered(tf.reshape(numbers(x!), [-1, 1]), rows, values, mode), [...x!.shape]), x!.type);
});

export const scattering = {
  ScatterElements: scatterElements,
  ScatterND: scatterTuples,
} satisfies Record<string, Operator>;
