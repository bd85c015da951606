// One function of every element by itself: of tensors, and of what is known beforehand.
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../../../tensors/broadcast.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { writtenOut } from '../repeated.ts';
import { elementsOf, isInteger, type OnnxType, types } from '../types.ts';
import { Value } from '../value.ts';

/** One function three times: of tensors, of numbers and of exact integers where values are known beforehand. */
export interface Pointwise {
  readonly tensors: (...x: tf.Tensor[]) => tf.Tensor;
  readonly numbers?: (...x: number[]) => number;
  readonly integers?: (...x: bigint[]) => bigint;
}

/** Applied to inputs that broadcast; the result has the type of the first, or truth values. */
export function pointwise(rule: Pointwise, inputs: readonly Value[], type: OnnxType = inputs[0]!.type): Value {
  const of = inputs[0]!.type;
  for (const input of inputs)
    if (input.type !== of) throw new OnnxError(`expected inputs of one type, found ${of} and ${input.type}`);
  const shape = broadcastShape(inputs.map((input) => input.shape));
  const exact = isInteger(of) ? rule.integers : rule.numbers;
  if (exact && inputs.every(({ isKnown }) => isKnown)) {
    const given = inputs.map((input) => input.repeated ?? { shape: input.shape, elements: input.known! });
    const few = broadcastShape(given.map((one) => one.shape));
    const spread = given.map((one) => writtenOut(of, one, few));
    const apply = exact as (...x: (number | bigint)[]) => number | bigint;
    const results = Array.from({ length: spread[0]!.length }, (_, place) =>
      apply(...spread.map((known) => known[place]!)),
    );
    const elements = elementsOf(type, type === 'bool' ? results.map(Number) : results.map((x) => kept(x, type)));
    return Value.repeated(type, shape, { shape: few, elements });
  }
  const tensor = rule.tensors(...inputs.map((input) => input.tensor()));
  return Value.of(isInteger(type) ? wrapped(tensor, type) : tensor, type);
}

function kept(value: number | bigint, type: OnnxType): number | bigint {
  if (typeof value === 'number') return type === 'float64' ? value : Math.fround(value);
  const [least, most] = types[type].range!;
  if (value >= least && value <= most) return value;
  if (types[type].bytes === 8) throw new OnnxError(`the integer ${value} does not fit ${type}`);
  return least < 0n ? BigInt.asIntN(8 * types[type].bytes, value) : BigInt.asUintN(8 * types[type].bytes, value);
}

/** Integers of one and two bytes start anew beyond their range, as they do in memory. */
export function wrapped(x: tf.Tensor, type: OnnxType): tf.Tensor {
  if (types[type].bytes > 2) return x;
  const [least, most] = types[type].range!.map(Number) as [number, number];
  const [low, span] = [tf.scalar(least, 'int32'), tf.scalar(most - least + 1, 'int32')];
  return withoutGradient(() => tf.add(tf.mod(tf.sub(x, low), span), low));
}
