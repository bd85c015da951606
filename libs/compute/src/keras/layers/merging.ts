// Layers of several tensors: sums, products, means, extremes, concatenation and contractions.
import * as tf from '@tensorflow/tfjs-core';
import { KerasError } from '../errors.ts';
import { axisOf, type Call, type Layer, type Masked } from '../layer.ts';

type Combine = (tensors: readonly tf.Tensor[]) => tf.Tensor;

const folded = (combine: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Combine => {
  return (tensors) => tensors.slice(1).reduce(combine, tensors[0]!);
};

function several({ inputs }: Call): readonly Masked[] {
  if (inputs.length < 2) throw new KerasError(`expected two inputs or more, found ${inputs.length}`);
  return inputs;
}

/** Axes after the batch that a tensor of lower rank lacks are put in front, as Keras does. */
const aligned = (tensors: readonly tf.Tensor[]): tf.Tensor[] => {
  const rank = Math.max(...tensors.map((tensor) => tensor.rank));
  return tensors.map((tensor) =>
    tensor.rank === rank
      ? tensor
      : tf.reshape(tensor, [tensor.shape[0]!, ...Array<number>(rank - tensor.rank).fill(1), ...tensor.shape.slice(1)]),
  );
};

const merging =
  (combine: Combine): Layer =>
  () =>
  (call) => {
    const inputs = several(call);
    return { tensor: combine(aligned(inputs.map(({ tensor }) => tensor))), mask: commonMask(inputs) };
  };

/** The mask that all inputs share. What becomes of different ones has changed from one Keras to the next. */
function commonMask(inputs: readonly Masked[]): tf.Tensor | undefined {
  const { mask } = inputs[0]!;
  if (inputs.some((input) => input.mask !== mask))
    throw new KerasError('inputs with different masks, or with and without one, are not supported');
  return mask;
}

const concatenate: Layer = ({ config }) => {
  const axis = config.number('axis', -1);
  return (call) => {
    const inputs = several(call);
    if (inputs.some(({ mask }) => mask)) throw new KerasError('a mask reaches it, which is not supported');
    const tensors = inputs.map(({ tensor }) => tensor);
    return tf.concat(tensors, axisOf(axis, tensors[0]!.rank));
  };
};

/** Sum over one axis of each, the batch apart: what is left of the first comes before what is left of the second. */
const dot: Layer = ({ config }) => {
  const axes = config.numbers('axes');
  const normalise = config.flag('normalize', false);
  return (call) => {
    const [first, second] = several(call).map(({ tensor }) => tensor) as [tf.Tensor, tf.Tensor];
    const [a, b] = [axisOf(axes[0]!, first.rank), axisOf(axes.at(-1)!, second.rank)];
    if (a === 0 || b === 0) throw new KerasError('expected axes other than that of the batch');
    if (first.shape[a] !== second.shape[b])
      throw new KerasError(`expected axes of one extent, found ${first.shape[a]} and ${second.shape[b]}`);
    const [x, y] = normalise ? [unit(first, a), unit(second, b)] : [first, second];
    const [left, right] = [without(x.shape, a), without(y.shape, b)];
    const rows = tf.reshape(tf.transpose(x, [0, ...left.axes, a]), [x.shape[0]!, -1, x.shape[a]!]);
    const columns = tf.reshape(tf.transpose(y, [0, b, ...right.axes]), [y.shape[0]!, y.shape[b]!, -1]);
    const both = left.axes.length + right.axes.length === 0;
    return tf.reshape(tf.matMul(rows, columns), [x.shape[0]!, ...left.extents, ...right.extents, ...(both ? [1] : [])]);
  };
};

function without(shape: readonly number[], axis: number): { axes: number[]; extents: number[] } {
  const axes = shape.map((_, index) => index).filter((index) => index !== 0 && index !== axis);
  return { axes, extents: axes.map((index) => shape[index]!) };
}

/** x / √max(Σ x², 1e-12). */
export const unit = (x: tf.Tensor, axis: number): tf.Tensor =>
  tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), axis, true), 1e-12)));

export const mergers = {
  Add: merging(folded(tf.add)),
  Average: merging((tensors) => tf.div(folded(tf.add)(tensors), tensors.length)),
  Concatenate: concatenate,
  Dot: dot,
  Maximum: merging(folded(tf.maximum)),
  Minimum: merging(folded(tf.minimum)),
  Multiply: merging(folded(tf.mul)),
  Subtract: merging(folded(tf.sub)),
} satisfies Record<string, Layer>;
