// Convolutions [N, C, ...space] with kernels [M, C / group, ...window]: as matrix products where the window is a point, as
// TensorFlow.js' own where they have gradients, and over gathered windows elsewhere.
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from '../../../tensors/einsum.ts';
import { OnnxError } from '../errors.ts';
import { type Operator, operator } from '../operator.ts';
import { Value } from '../value.ts';
import { placesOf, type Windows, windowsOf } from './windows.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

const convolution = operator(2, 3, (call, x, w) => {
  const [batch, channels, ...space] = x!.shape as [number, number, ...number[]];
  const [filters, depth, ...extents] = w!.shape as [number, number, ...number[]];
  const groups = call.attributes.int('group', 1);
  if (space.length < 1 || extents.length !== space.length)
    throw new OnnxError(
      `expected [N, C, ...] and [M, C, ...] of one rank, found [${x!.shape.join(', ')}] and [${w!.shape.join(', ')}]`,
    );
  if (!(groups >= 1) || channels !== depth * groups || filters % groups !== 0)
    throw new OnnxError(
      `expected ${groups} groups of ${depth} channels and a multiple of ${groups} filters, found ${channels} channels and ${filters} filters`,
    );
  const windows = windowsOf(call, space, extents);
  const [data, kernel] = [x!.tensor(), w!.tensor()];
  const rows = filters / groups;
  const convolve = methodFor(windows, space);
  const parts = Array.from({ length: groups }, (_, group) =>
    groups === 1
      ? convolve(data, kernel, windows)
      : convolve(part(data, 1, group * depth, depth), part(kernel, 0, group * rows, rows), windows),
  );
  const bare = tf.reshape(parts.length === 1 ? parts[0]! : tf.concat(parts, 1), [batch, filters, ...windows.count]);
  const bias = call.inputs[2]?.tensor();
  return Value.of(bias ? tf.add(bare, tf.reshape(bias, [1, filters, ...space.map(() => 1)])) : bare, x!.type);
});

function part(x: tf.Tensor, axis: number, begin: number, size: number): tf.Tensor {
  return tf.slice(
    x,
    x.shape.map((_, index) => (index === axis ? begin : 0)),
    x.shape.map((extent, index) => (index === axis ? size : extent)),
  );
}

type Method = (x: tf.Tensor, w: tf.Tensor, windows: Windows) => tf.Tensor;

function methodFor({ kernel, strides, dilations, before, after }: Windows, space: readonly number[]): Method {
  const all = (list: readonly number[], value: number): boolean => list.every((item) => item === value);
  if (all(kernel, 1) && all(strides, 1) && all(before, 0) && all(after, 0)) return pointwise;
  // TensorFlow.js has no gradient of dilated convolutions.
  return all(dilations, 1) && space.length <= 2 ? planar : gathered;
}

/** A window of one point: [M, C] · [N, C, places], without moving an axis. */
const pointwise: Method = (x, w) => {
  const [batch, channels] = x.shape as [number, number];
  return matMul(tf.reshape(w, [1, w.shape[0]!, channels]), tf.reshape(x, [batch, channels, -1]));
};

const planar: Method = (x, w, { strides, before, after }) => {
  const flat = x.rank === 3;
  const [batch, channels, ...space] = x.shape as [number, number, ...number[]];
  const [filters, , ...extents] = w.shape as [number, number, ...number[]];
  const plane = <T>(list: readonly T[], one: T): [T, T] => (flat ? [one, list[0]!] : [list[0]!, list[1]!]);
  const image = tf.transpose(tf.reshape(x, [batch, channels, ...plane(space, 1)]), [0, 2, 3, 1]) as tf.Tensor4D;
  const [top, left] = plane(before, 0);
  const [bottom, right] = plane(after, 0);
  const padded =
    top + bottom + left + right === 0
      ? image
      : tf.pad(image, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]);
  const kernel = tf.transpose(tf.reshape(w, [filters, channels, ...plane(extents, 1)]), [2, 3, 1, 0]) as tf.Tensor4D;
  return tf.transpose(tf.conv2d(padded as tf.Tensor4D, kernel, plane(strides, 1), 'valid'), [0, 3, 1, 2]);
};

const gathered: Method = (x, w, windows) => {
  const [batch, channels, ...space] = x.shape as [number, number, ...number[]];
  const filters = w.shape[0]!;
  const inside = product(windows.kernel);
  const flat = tf.pad(tf.reshape(x, [batch, channels, product(space)]), [
    [0, 0],
    [0, 0],
    [0, 1],
  ]);
  const places = tf.tensor1d(placesOf(windows, space, product(space)), 'int32');
  const columns = tf.reshape(tf.gather(flat, places, 2), [batch, channels, -1, inside]);
  const rows = tf.reshape(tf.transpose(columns, [0, 2, 1, 3]), [-1, channels * inside]);
  const result = tf.matMul(rows, tf.reshape(w, [filters, channels * inside]), false, true);
  return tf.transpose(tf.reshape(result, [batch, -1, filters]), [0, 2, 1]);
};

export const convolutions = { Conv: convolution } satisfies Record<string, Operator>;
