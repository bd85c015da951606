// Normalisations, written out in sums and products; softmax along any axis.
import * as tf from '@tensorflow/tfjs-core';
import { OnnxError } from '../errors.ts';
import { axesOf, axisOf, type Call, type Operator, operator } from '../operator.ts';
import { Value } from '../value.ts';
import { norm } from './reductions.ts';

interface Standardised {
  readonly x: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly inverse: tf.Tensor;
}

/** (x − mean) / √(variance + ε) over axes. */
function standardised(x: tf.Tensor, axes: number[], epsilon: number): Standardised {
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon));
  return { x: tf.mul(centred, inverse), mean, inverse };
}

/** Numbers per channel for [N, C, ...]. */
const perChannel = (x: Value, rank: number): tf.Tensor =>
  tf.reshape(x.tensor(), [1, x.size, ...Array<number>(Math.max(0, rank - 2)).fill(1)]);

const batchNormalization = operator(5, 5, (call, x, scale, bias, mean, variance) => {
  const { attributes, outputs, opset } = call;
  const epsilon = attributes.float('epsilon', 1e-5);
  attributes.ignore('momentum');
  if (attributes.flag('training_mode') || (opset >= 14 && outputs > 1))
    throw new OnnxError('it is in training mode; export the model for inference (model.eval())');
  if (!attributes.flag('spatial', true)) throw new OnnxError('expected spatial=1');
  const per = (value: Value): tf.Tensor => perChannel(value, x!.rank);
  const inverse = tf.rsqrt(tf.add(per(variance!), epsilon));
  return Value.of(tf.add(tf.mul(tf.sub(x!.tensor(), per(mean!)), tf.mul(per(scale!), inverse)), per(bias!)), x!.type);
});

const layerNormalization = operator(2, 3, ({ attributes, inputs }, x, scale) => {
  const first = axisOf(attributes.int('axis', -1), x!.rank);
  attributes.ignore('stash_type');
  const axes = x!.shape.map((_, axis) => axis).slice(first);
  const done = standardised(x!.tensor(), axes, attributes.float('epsilon', 1e-5));
  const scaled = tf.mul(done.x, scale!.tensor());
  const bias = inputs[2]?.tensor();
  return [bias ? tf.add(scaled, bias) : scaled, done.mean, done.inverse].map((tensor) => Value.of(tensor, x!.type));
});

const instanceNormalization = operator(3, 3, ({ attributes }, x, scale, bias) => {
  const axes = x!.shape.map((_, axis) => axis).slice(2);
  const done = standardised(x!.tensor(), axes, attributes.float('epsilon', 1e-5)).x;
  return Value.of(tf.add(tf.mul(done, perChannel(scale!, x!.rank)), perChannel(bias!, x!.rank)), x!.type);
});

/** Scale and bias are per group up to opset 20, per channel from 21 on. */
const groupNormalization = operator(3, 3, ({ attributes, opset }, x, scale, bias) => {
  const groups = attributes.required('int', 'num_groups');
  attributes.ignore('stash_type');
  const [batch, channels] = x!.shape as [number, number];
  if (!(groups >= 1) || channels % groups !== 0)
    throw new OnnxError(`expected groups that divide ${channels} channels, found ${groups}`);
  const grouped = tf.reshape(x!.tensor(), [batch, groups, -1]);
  const done = standardised(grouped, [2], attributes.float('epsilon', 1e-5)).x;
  const per = (value: Value): tf.Tensor =>
    opset < 21 ? tf.reshape(value.tensor(), [1, groups, 1]) : perChannel(value, x!.rank);
  const place = opset < 21 ? done : tf.reshape(done, [...x!.shape]);
  return Value.of(tf.reshape(tf.add(tf.mul(place, per(scale!)), per(bias!)), [...x!.shape]), x!.type);
});

/** Along one axis; up to opset 12 over all axes from one on. */
const softmaxLike = (apply: (x: tf.Tensor) => tf.Tensor): Operator =>
  operator(1, 1, ({ attributes, opset }, x) => {
    const rank = x!.rank;
    const t = x!.tensor();
    if (opset < 13) {
      const axis = axisOf(attributes.int('axis', 1), rank);
      const columns = x!.shape.slice(axis).reduce((a, b) => a * b, 1);
      return Value.of(tf.reshape(apply(tf.reshape(t, [-1, columns])), [...x!.shape]), x!.type);
    }
    const axis = axisOf(attributes.int('axis', -1), rank);
    if (axis === rank - 1) return Value.of(apply(t), x!.type);
    const order = x!.shape.map((_, index) => index);
    [order[axis], order[rank - 1]] = [rank - 1, axis];
    return Value.of(tf.transpose(apply(tf.transpose(t, order)), order), x!.type);
  });

const lpNormalization = operator(1, 1, ({ attributes }, x) => {
  const axis = axisOf(attributes.int('axis', -1), x!.rank);
  const p = attributes.int('p', 2);
  if (p !== 1 && p !== 2) throw new OnnxError(`expected p of 1 or 2, found ${p}`);
  const t = x!.tensor();
  return Value.of(tf.div(t, p === 2 ? norm(t, [axis], true) : tf.sum(tf.abs(t), axis, true)), x!.type);
});

const meanVariance = operator(1, 1, (call: Call, x) => {
  const axes = axesOf(call.attributes.get('ints', 'axes') ?? [0, 2, 3], x!.rank);
  return Value.of(standardised(x!.tensor(), axes, 1e-9).x, x!.type);
});

export const normalising = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LogSoftmax: softmaxLike((x) => tf.logSoftmax(x)),
  LpNormalization: lpNormalization,
  MeanVarianceNormalization: meanVariance,
  Softmax: softmaxLike((x) => tf.softmax(x)),
} satisfies Record<string, Operator>;
