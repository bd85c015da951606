// Arithmetic on every element by itself, comparisons and truth values.
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../../../tensors/broadcast.ts';
import { root } from '../../../tensors/root.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { type Call, type Operator, operator } from '../operator.ts';
import { elementsOf, isFloat, isInteger, type OnnxType, types } from '../types.ts';
import { writtenOut } from '../repeated.ts';
import { knownNumber, Value } from '../value.ts';

/** One function three times: of tensors, of numbers and of exact integers where values are known beforehand. */
interface Pointwise {
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

function nonZero(b: bigint): bigint {
  if (b === 0n) throw new OnnxError('an integer is divided by 0');
  return b;
}

/** Integers are divided towards zero. */
function divide(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.dtype === 'float32') return tf.div(a, b);
  return withoutGradient(() => tf.mul(tf.mul(tf.sign(a), tf.sign(b)), tf.floorDiv(tf.abs(a), tf.abs(b))));
}

/** The remainder with the sign of the divisor, or with `fmod` that of the dividend. */
const remainder = operator(2, 2, ({ attributes }, a, b) => {
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

const power = operator(2, 2, (_, a, b) => {
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

/** A number that an attribute or a known input gives. */
export const numberOf = (call: Call, index: number, what: string, otherwise: number): number => {
  const value = call.inputs[index];
  return value ? knownNumber(value, what) : otherwise;
};
