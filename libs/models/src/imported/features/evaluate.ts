// Formulas of features on tensors.
import * as tf from '@tensorflow/tfjs-core';
import { above, orOne } from '../../observables/guard.ts';
import type { Formula, FunctionName } from './formula.ts';
import { root, type Lookup } from './quantities.ts';

/** The value of a formula: shapes broadcast, slopes are 0 where a root or a clip has none. */
export function evaluate(formula: Formula, lookup: Lookup): tf.Tensor {
  if (formula.kind === 'number') return tf.scalar(formula.value, 'float32');
  if (formula.kind === 'name') return lookup(formula.name);
  const [first, second, third] = formula.arguments.map((argument) => evaluate(argument, lookup));
  return table[formula.name](first!, second!, third!);
}

type Apply = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => tf.Tensor;

const table: Readonly<Record<FunctionName, Apply>> = {
  add: (a, b) => tf.add(a, b),
  subtract: (a, b) => tf.sub(a, b),
  multiply: (a, b) => tf.mul(a, b),
  divide: (a, b) => tf.div(a, b),
  power: (a, b) => tf.pow(a, b),
  negative: (a) => tf.neg(a),
  log: (a) => tf.log(a),
  log1p: (a) => tf.log1p(a),
  exp: (a) => tf.exp(a),
  sqrt: (a) => root(a),
  abs: (a) => tf.abs(a),
  sign: (a) => tf.sub(above(a, 0), above(tf.neg(a), 0)),
  tanh: (a) => tf.tanh(a),
  arctan: (a) => tf.atan(a),
  sinh: (a) => tf.sinh(a),
  arcsinh: (a) => tf.asinh(a),
  cos: (a) => tf.cos(a),
  sin: (a) => tf.sin(a),
  hypot: (a, b) => root(tf.add(tf.square(a), tf.square(b))),
  minimum: (a, b) => tf.minimum(a, b),
  maximum: (a, b) => tf.maximum(a, b),
  clip: (a, low, high) => tf.minimum(tf.maximum(a, low), high),
  ones_like: (a) => tf.onesLike(a),
  zeros_like: (a) => tf.zerosLike(a),
};

/** Where a constituent is, the value; elsewhere `pad`. */
export function padWith(x: tf.Tensor, mask: tf.Tensor, pad: number): tf.Tensor {
  const masked = tf.mul(x, mask);
  return pad === 0 ? masked : tf.add(masked, tf.mul(pad, tf.sub(orOne(mask, mask), mask)));
}
