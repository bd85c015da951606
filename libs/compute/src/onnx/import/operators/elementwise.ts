// Arithmetic on every element by itself, comparisons and truth values.
import * as tf from '@tensorflow/tfjs-core';
import { root } from '../../../tensors/root.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { type Operator, operator } from '../operator.ts';
import { elementsOf, isFloat } from '../types.ts';
import { Value } from '../value.ts';
import { pointwise, type Pointwise } from './pointwise.ts';
import { nonZero, power, remainder } from './powers.ts';

const unary = (
  tensors: (x: tf.Tensor) => tf.Tensor,
  numbers?: (x: number) => number,
  integers?: (x: bigint) => bigint,
): Operator =>
  operator(1, 1, (_, x) => pointwise({ tensors: tensors as Pointwise['tensors'], numbers, integers }, [x!]));

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const binary = (
  tensors: Binary,
  numbers: (a: number, b: number) => number,
  integers: (a: bigint, b: bigint) => bigint,
): Operator =>
  operator(2, 2, (_, a, b) => pointwise({ tensors: tensors as Pointwise['tensors'], numbers, integers }, [a!, b!]));

const compare = (tensors: Binary, compared: (a: number | bigint, b: number | bigint) => boolean): Operator =>
  operator(2, 2, (_, a, b) => {
    const rule = {
      tensors: (x: tf.Tensor, y: tf.Tensor) => withoutGradient(() => tensors(x, y)),
      numbers: (x: number, y: number) => Number(compared(x, y)),
      integers: (x: bigint, y: bigint) => BigInt(compared(x, y)),
    };
    return pointwise(rule as Pointwise, [a!, b!], 'bool');
  });

const logical = (tensors: Binary, numbers: (a: number, b: number) => number): Operator =>
  operator(2, 2, (_, a, b) => {
    if (a!.type !== 'bool') throw new OnnxError(`expected truth values, found ${a!.type}`);
    return pointwise(
      { tensors: ((x, y) => withoutGradient(() => tensors(x, y))) as Binary as Pointwise['tensors'], numbers },
      [a!, b!],
    );
  });

const variadic = (rule: Pointwise): Operator =>
  operator(1, Infinity, (_, ...inputs) => inputs.slice(1).reduce((a, b) => pointwise(rule, [a, b]), inputs[0]!));

const least: Pointwise = {
  tensors: ((a, b) => tf.minimum(a, b)) as Binary as Pointwise['tensors'],
  numbers: Math.min,
  integers: (a, b) => (a! < b! ? a! : b!),
};
const largest: Pointwise = {
  tensors: ((a, b) => tf.maximum(a, b)) as Binary as Pointwise['tensors'],
  numbers: Math.max,
  integers: (a, b) => (a! > b! ? a! : b!),
};
const sum: Pointwise = {
  tensors: ((a, b) => tf.add(a, b)) as Binary as Pointwise['tensors'],
  numbers: (a, b) => a! + b!,
  integers: (a, b) => a! + b!,
};

/** Integers are divided towards zero. */
function divide(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.dtype === 'float32') return tf.div(a, b);
  return withoutGradient(() => tf.mul(tf.mul(tf.sign(a), tf.sign(b)), tf.floorDiv(tf.abs(a), tf.abs(b))));
}

/** min(max(x, low), high); both ends are attributes up to opset 10. */
const clip = operator(1, 3, ({ inputs, attributes, opset }, x) => {
  const end = (index: number, name: string): Value | undefined => {
    if (opset > 10) return inputs[index];
    const value = attributes.get('float', name);
    return value === undefined ? undefined : Value.constant(x!.type, [], elementsOf(x!.type, [value]));
  };
  const [low, high] = [end(1, 'min'), end(2, 'max')];
  const raised = low ? pointwise(largest, [x!, low]) : x!;
  return high ? pointwise(least, [raised, high]) : raised;
});

const isInfinite = operator(1, 1, ({ attributes }, x) => {
  const [up, down] = [attributes.flag('detect_positive', true), attributes.flag('detect_negative', true)];
  const t = x!.tensor();
  return Value.of(
    withoutGradient(() => {
      const above = tf.greater(t, 0);
      const wanted = up && down ? tf.onesLike(above) : up ? above : down ? tf.logicalNot(above) : tf.zerosLike(above);
      return tf.logicalAnd(tf.isInf(t), wanted);
    }),
    'bool',
  );
});

const floatOnly = (x: Value): Value => {
  if (!isFloat(x.type)) throw new OnnxError(`expected floating-point numbers, found ${x.type}`);
  return x;
};

const ofFloats = (tensors: (x: tf.Tensor) => tf.Tensor, numbers?: (x: number) => number): Operator =>
  operator(1, 1, (_, x) => pointwise({ tensors: tensors as Pointwise['tensors'], numbers }, [floatOnly(x!)]));

const roundHalfEven = (x: number): number => {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

export const elementwise = {
  Abs: unary(tf.abs, Math.abs, (x) => (x < 0n ? -x : x)),
  Acos: ofFloats(tf.acos),
  Acosh: ofFloats(tf.acosh),
  Add: binary(
    tf.add,
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  And: logical(tf.logicalAnd, (a, b) => a & b),
  Asin: ofFloats(tf.asin),
  Asinh: ofFloats(tf.asinh),
  Atan: ofFloats(tf.atan),
  Atanh: ofFloats(tf.atanh),
  Ceil: ofFloats(tf.ceil, Math.ceil),
  Clip: clip,
  Cos: ofFloats(tf.cos),
  Cosh: ofFloats(tf.cosh),
  Div: binary(
    divide,
    (a, b) => a / b,
    (a, b) => a / nonZero(b),
  ),
  Equal: compare(tf.equal, (a, b) => a === b),
  Erf: ofFloats(tf.erf),
  Exp: ofFloats(tf.exp, Math.exp),
  Floor: ofFloats(tf.floor, Math.floor),
  Greater: compare(tf.greater, (a, b) => a > b),
  GreaterOrEqual: compare(tf.greaterEqual, (a, b) => a >= b),
  IsInf: isInfinite,
  IsNaN: operator(1, 1, (_, x) =>
    Value.of(
      withoutGradient(() => tf.isNaN(x!.tensor())),
      'bool',
    ),
  ),
  Less: compare(tf.less, (a, b) => a < b),
  LessOrEqual: compare(tf.lessEqual, (a, b) => a <= b),
  Log: ofFloats(tf.log, Math.log),
  Max: variadic(largest),
  Mean: operator(1, Infinity, (_, ...inputs) => {
    const total = inputs.slice(1).reduce((a, b) => pointwise(sum, [a, b]), inputs[0]!);
    return Value.of(tf.div(total.tensor(), inputs.length), total.type);
  }),
  Min: variadic(least),
  Mod: remainder,
  Mul: binary(
    tf.mul,
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  Neg: unary(
    tf.neg,
    (x) => -x,
    (x) => -x,
  ),
  Not: operator(1, 1, (_, x) => {
    if (x!.type !== 'bool') throw new OnnxError(`expected truth values, found ${x!.type}`);
    return pointwise(
      {
        tensors: ((t: tf.Tensor) => withoutGradient(() => tf.logicalNot(t))) as Pointwise['tensors'],
        numbers: (b) => 1 - b!,
      },
      [x!],
    );
  }),
  Or: logical(tf.logicalOr, (a, b) => a | b),
  Pow: power,
  Reciprocal: ofFloats(
    (x) => tf.div(1, x),
    (x) => 1 / x,
  ),
  Round: ofFloats(tf.round, roundHalfEven),
  Sign: unary(tf.sign, Math.sign, (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  Sin: ofFloats(tf.sin),
  Sinh: ofFloats(tf.sinh),
  Sqrt: ofFloats(root, Math.sqrt),
  Sub: binary(
    tf.sub,
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  Sum: variadic(sum),
  Tan: ofFloats(tf.tan),
  Tanh: ofFloats(tf.tanh, Math.tanh),
  Xor: logical(
    (a, b) => tf.notEqual(tf.cast(a, 'int32'), tf.cast(b, 'int32')),
    (a, b) => a ^ b,
  ),
} satisfies Record<string, Operator>;
