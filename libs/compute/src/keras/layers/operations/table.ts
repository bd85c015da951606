// The table of functions of tensors, by their names in `keras.ops`.
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from '../../../tensors/einsum.ts';
import { extreme } from '../../../tensors/extreme.ts';
import { root } from '../../../tensors/root.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { gelu } from '../activations.ts';
import {
  binary,
  comparing,
  first,
  float,
  left,
  logical,
  onFloats,
  type Operation,
  second,
  truth,
  unary,
} from './operation.ts';
import { expanded, joined, reshaped, squeezed, stacked, transposed } from './shapes.ts';
import { cast, clipped, contracted, power, softmax, where } from './values.ts';

export const operations = {
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
  sqrt: unary(root),
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

export type OperationName = keyof typeof operations;
