// Functions of tensors that choose, convert or combine values.
import * as tf from '@tensorflow/tfjs-core';
import { shown } from '../../../errors.ts';
import { broadcastShape } from '../../../tensors/broadcast.ts';
import { einsum as einsumOf } from '../../../tensors/einsum.ts';
import { root } from '../../../tensors/root.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { KerasError } from '../../errors.ts';
import { first, float, left, type Operation } from './operation.ts';

export const cast: Operation = (given) => {
  const x = first(given);
  const to = given.given(1, 'dtype');
  if (typeof to !== 'string') throw new KerasError(`expected a type, found ${shown(JSON.stringify(to))}`);
  if (/^(b?float\d+|mixed.*)$/.test(to)) return float(x);
  if (to === 'bool') return withoutGradient(() => tf.notEqual(x, tf.zerosLike(x)));
  if (/^u?int\d+$/.test(to)) return withoutGradient(() => tf.cast(x, 'int32'));
  throw new KerasError(`expected a type of numbers, found ${shown(to)}`);
};

export const where: Operation = (given) => {
  const condition = given.tensor(0, 'condition');
  const [a, b] = [float(given.tensor(1, 'x1', 'x')), float(given.tensor(2, 'x2', 'y'))];
  const chosen = withoutGradient(() => tf.cast(tf.cast(condition, 'bool'), 'float32'));
  const shape = broadcastShape([chosen.shape, a.shape, b.shape]);
  const spread = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.ones(shape));
  // 0 · ∞ is NaN: what is not chosen is taken out before it is multiplied.
  return tf.where(
    withoutGradient(() => tf.greater(spread(chosen), 0)),
    spread(a),
    spread(b),
  );
};

export const softmax: Operation = (given) => {
  const x = float(first(given));
  const axis = given.axis(1, x.rank, -1);
  if (axis !== x.rank - 1) throw new KerasError('expected a softmax along the last axis');
  return tf.softmax(x);
};

export const power: Operation = (given) => {
  const exponent = given.given(1, 'x2', 'y');
  if (typeof exponent !== 'number') throw new KerasError('expected a number as exponent');
  const x = float(left(given));
  return exponent === 2 ? tf.square(x) : exponent === 0.5 ? root(x) : tf.pow(x, exponent);
};

export const clipped: Operation = (given) => {
  const x = float(first(given));
  return tf.minimum(tf.maximum(x, float(given.tensor(1, 'x_min', 'clip_value_min'))), float(given.tensor(2, 'x_max', 'clip_value_max'))); // prettier-ignore
};

export const contracted: Operation = (given) => {
  const equation = given.given(-1, 'subscripts', 'equation') ?? given.given(0, 'subscripts');
  if (typeof equation !== 'string') throw new KerasError('expected an equation');
  return einsumOf(equation, given.tensorsOfAll());
};
