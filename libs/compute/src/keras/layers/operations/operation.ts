// Kinds of functions of tensors: of one, of two, comparisons, reductions.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import type { Arguments } from './arguments.ts';

export type Operation = (given: Arguments) => tf.Tensor;

export const float = (x: tf.Tensor): tf.Tensor =>
  x.dtype === 'float32' ? x : withoutGradient(() => tf.cast(x, 'float32'));
export const first = (given: Arguments): tf.Tensor => given.tensor(0, 'x', 'inputs', 'input_tensor', 'tensor', 'input', 'features', 'a'); // prettier-ignore
export const second = (given: Arguments): tf.Tensor => given.tensor(1, 'x2', 'y', 'b');
export const left = (given: Arguments): tf.Tensor => given.tensor(0, 'x1', 'x', 'a');

export const unary =
  (run: (x: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    run(float(first(given)));

/** Numbers as float32; integers and truth values meet as such. */
export const binary =
  (run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    run(float(left(given)), float(second(given)));

export const comparing =
  (run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    withoutGradient(() => run(float(left(given)), float(second(given))));

export const logical =
  (run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (given) =>
    withoutGradient(() => run(tf.cast(left(given), 'bool'), tf.cast(second(given), 'bool')));

const reducing =
  (run: (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor): Operation =>
  (given) => {
    const x = first(given);
    return run(x, given.axes(1, x.rank), given.flag(2, 'keepdims'));
  };

export const onFloats = (run: (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor): Operation =>
  reducing((x, axes, keep) => run(float(x), axes, keep));

export const truth = (run: typeof tf.any): Operation =>
  reducing((x, axes, keep) => withoutGradient(() => run(tf.cast(x, 'bool') as tf.Tensor<tf.Rank>, axes, keep)));
