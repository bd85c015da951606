// Pools over windows of the spatial axes [N, C, ...space], and over all of space.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { type Call, type Operator, operator } from '../operator.ts';
import { Value } from '../value.ts';
import { norm } from './reductions.ts';
import { placesOf, sizesOf, type Windows, windowsOf } from './windows.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

function spaceOf(x: Value): number[] {
  if (x.rank < 3) throw new OnnxError(`expected [N, C, ...space], found [${x.shape.join(', ')}]`);
  return x.shape.slice(2);
}

/** The elements of every window `[N · C, windows, inside]`, with `fill` in the padding. */
function elements(x: Value, windows: Windows, fill: number): tf.Tensor {
  const space = x.shape.slice(2);
  const rows = tf.reshape(x.tensor(), [-1, product(space)]);
  const places = placesOf(windows, space, product(space));
  const padded = places.includes(product(space))
    ? tf.pad(
        rows,
        [
          [0, 0],
          [0, 1],
        ],
        fill,
      )
    : rows;
  const found = tf.gather(padded, tf.tensor1d(places, 'int32'), 1);
  return tf.reshape(found, [rows.shape[0]!, product(windows.count), product(windows.kernel)]);
}

const shaped = (pooled: tf.Tensor, x: Value, { count }: Windows): Value =>
  Value.of(tf.reshape(pooled, [...x.shape.slice(0, 2), ...count]), x.type);

/** Largest element of every window; its gradient goes to the first of equals. */
const maxPool = operator(1, 1, (call, x) => {
  call.attributes.ignore('storage_order');
  if (call.outputs > 1) throw new OnnxError('its second output, the places of the largest, is not supported');
  const windows = windowsOf(call, spaceOf(x!));
  const inside = product(windows.kernel);
  const found = elements(Value.of(tf.cast(x!.tensor(), 'float32'), 'float32'), windows, -Infinity);
  const flat = tf.reshape(found, [-1]);
  const first = withoutGradient(() => {
    const rows = tf.reshape(found, [-1, inside]);
    const starts = Int32Array.from({ length: rows.shape[0]! }, (_, row) => row * inside);
    return tf.add(tf.argMax(rows, 1), tf.tensor1d(starts, 'int32'));
  });
  return shaped(tf.gather(flat, tf.cast(first, 'int32')), x!, windows);
});

const averagePool = operator(1, 1, (call, x) => {
  const padded = call.attributes.flag('count_include_pad');
  const space = spaceOf(x!);
  const windows = windowsOf(call, space);
  const sum = tf.sum(elements(x!, windows, 0), 2);
  return shaped(tf.div(sum, tf.tensor1d(sizesOf(windows, space, padded))), x!, windows);
});

const lpPool = operator(1, 1, (call, x) => {
  const p = call.attributes.int('p', 2);
  const windows = windowsOf(call, spaceOf(x!));
  const found = elements(x!, windows, 0);
  const pooled = p === 2 ? norm(found, [2], false) : tf.pow(tf.sum(tf.pow(tf.abs(found), p), 2), 1 / p);
  return shaped(pooled, x!, windows);
});

const global = (pool: (x: tf.Tensor, axes: number[], call: Call) => tf.Tensor): Operator =>
  operator(1, 1, (call, x) => {
    const axes = spaceOf(x!).map((_, index) => index + 2);
    return Value.of(pool(x!.tensor(), axes, call), x!.type);
  });

export const pools = {
  AveragePool: averagePool,
  GlobalAveragePool: global((x, axes) => tf.mean(x, axes, true)),
  GlobalLpPool: global((x, axes, { attributes }) => {
    const p = attributes.int('p', 2);
    return p === 2 ? norm(x, axes, true) : tf.pow(tf.sum(tf.pow(tf.abs(x), p), axes, true), 1 / p);
  }),
  /** The largest, and its gradient to the first of equals, as for windows. */
  GlobalMaxPool: operator(1, 1, (_, x) => {
    const space = spaceOf(x!);
    const rows = tf.reshape(x!.tensor(), [-1, product(space)]);
    const starts = Int32Array.from({ length: rows.shape[0]! }, (__, row) => row * product(space));
    const first = withoutGradient(() => tf.add(tf.cast(tf.argMax(rows, 1), 'int32'), tf.tensor1d(starts, 'int32')));
    return Value.of(
      tf.reshape(tf.gather(tf.reshape(rows, [-1]), first), [...x!.shape.slice(0, 2), ...space.map(() => 1)]),
      x!.type,
    );
  }),
  LpPool: lpPool,
  MaxPool: maxPool,
} satisfies Record<string, Operator>;
