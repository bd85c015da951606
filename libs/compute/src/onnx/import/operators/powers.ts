// Powers, remainders, and integers that are not divided by 0.
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../../../tensors/broadcast.ts';
import { root } from '../../../tensors/root.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { operator } from '../operator.ts';
import { isFloat } from '../types.ts';
import { Value } from '../value.ts';
import { pointwise, type Pointwise, wrapped } from './pointwise.ts';

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

export function nonZero(b: bigint): bigint {
  if (b === 0n) throw new OnnxError('an integer is divided by 0');
  return b;
}

/** The remainder with the sign of the divisor, or with `fmod` that of the dividend. */
export const remainder = operator(2, 2, ({ attributes }, a, b) => {
  const fmod = attributes.flag('fmod');
  if (isFloat(a!.type) && !fmod) throw new OnnxError('expected fmod=1 for floating-point numbers');
  const tensors: Binary = fmod
    ? (x, y) =>
        x.dtype === 'float32'
          ? floatRemainder(x, y)
          : withoutGradient(() => tf.mul(tf.sign(x), tf.mod(tf.abs(x), tf.abs(y))))
    : (x, y) => withoutGradient(() => tf.mod(x, y));
  const integers = (x: bigint, y: bigint): bigint => (fmod ? x % nonZero(y) : ((x % nonZero(y)) + y) % y);
  return pointwise(
    {
      tensors: tensors as Pointwise['tensors'],
      numbers: (x, y) => x! % y!,
      integers: integers as Pointwise['integers'],
    },
    [a!, b!],
  );
});

/** a − b·trunc(a/b), whose slope is that of a − b·n for the n found. */
function floatRemainder(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const times = withoutGradient(() => tf.div(tf.sub(a, tf.mul(tf.sign(a), tf.mod(tf.abs(a), tf.abs(b)))), b));
  return tf.sub(a, tf.mul(b, tf.round(times)));
}

export const power = operator(2, 2, (_, a, b) => {
  if (isFloat(a!.type) && b!.known && b!.size === 1 && b!.rank <= a!.rank) {
    const exponent = Number(b!.known[0]);
    const shape = broadcastShape([a!.shape, b!.shape]);
    const special: Record<string, (x: tf.Tensor) => tf.Tensor> = { 2: tf.square, 1: tf.clone, 0.5: root };
    const tensors = special[exponent] ?? ((x: tf.Tensor) => tf.pow(x, tf.scalar(exponent)));
    if (shape.length === a!.rank)
      return pointwise({ tensors: tensors as Pointwise['tensors'], numbers: (x) => x! ** exponent }, [a!]);
  }
  if (a!.known && b!.known) {
    const exponents = isFloat(a!.type) ? floats(b!) : b!;
    if (exponents.type === a!.type)
      return pointwise(
        {
          tensors: tf.pow as unknown as Pointwise['tensors'],
          numbers: (x, y) => x! ** y!,
          integers: (x, y) => x! ** y!,
        },
        [a!, exponents],
      );
  }
  if (isFloat(a!.type)) return Value.of(tf.pow(a!.tensor(), tf.cast(b!.tensor(), 'float32')), a!.type);
  const result = withoutGradient(() => tf.pow(tf.cast(a!.tensor(), 'float32'), tf.cast(b!.tensor(), 'float32')));
  return Value.of(wrapped(tf.cast(result, 'int32'), a!.type), a!.type);
});

const floats = (x: Value): Value =>
  isFloat(x.type) ? x : Value.constant('float32', x.shape, Float32Array.from(x.known as BigInt64Array, Number));
