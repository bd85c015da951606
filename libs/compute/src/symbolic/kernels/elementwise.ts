// Arithmetic on every element by itself. Where ONNX and TensorFlow.js differ (NaN, infinities, signed zeros, rounding)
// the nodes that make up for it are written here; `special.ts` has the functions ONNX lacks altogether.
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';

import type { Kernel, KernelTable } from '../kernel.ts';
import { toInteger } from './logical.ts';

const unary =
  (op: string): Kernel =>
  ({ build, inputs: { x } }) =>
    build.unary(op, x!);

const rounding =
  (op: string): Kernel =>
  ({ build, inputs: { x } }) =>
    x!.type === 'float32' ? build.unary(op, x!) : x!;

/** A function of floats: integers are converted first, as TensorFlow.js' operations do. */
const ofFloat =
  (op: string): Kernel =>
  ({ build, inputs: { x } }) =>
    build.unary(op, build.cast(x!, 'float32'));

const binary =
  (op: 'add' | 'sub' | 'mul' | 'div'): Kernel =>
  ({ build, inputs: { a, b }, kernel }) => {
    if (a!.type === 'bool') throw new UnsupportedKernelError(kernel, 'its inputs are bool');
    return build[op](a!, b!);
  };

/** x mod y with the sign of y, for floats and integers: the remainder of the division that truncates, mended. */
function floorMod(build: Builder, a: Value, b: Value): Value {
  const remainder = (x: Value): Value => build.binary('Mod', x, b, x.type, { fmod: 1 });
  const zero = build.fill(0, [], a.type);
  const plain = remainder(a);
  const [aNegative, bNegative] = [build.compare('Less', a, zero), build.compare('Less', b, zero)];
  const [aPositive, bPositive] = [build.compare('GreaterOrEqual', a, zero), build.compare('GreaterOrEqual', b, zero)];
  const agree = build.or(build.and(aNegative, bNegative), build.and(aPositive, bPositive));
  return build.where(agree, plain, remainder(build.add(plain, b)));
}

const divideDown: Kernel = ({ build, inputs: { a, b } }) => {
  // float64 holds every int32; division of int32 by zero would end the process.
  const quotient = build.div(build.cast(a!, 'float64'), build.cast(b!, 'float64'));
  return toInteger(build, build.unary('Floor', quotient));
};

/** aᵇ as JavaScript has it: NaN for 1^NaN and (±1)^±∞, where C has 1. */
const power: Kernel = ({ build, inputs: { a, b } }) => {
  if (a!.type === 'int32') {
    const exact = build.binary('Pow', build.cast(a!, 'float64'), build.cast(b!, 'float64'));
    return toInteger(build, exact);
  }
  if (b!.origin.kind === 'fill') {
    const exponent = b!.origin.value;
    if (exponent === 1) return build.expand(a!, build.binary('Pow', a!, b!).shape);
    if (exponent === 2) return build.expand(build.mul(a!, a!), build.binary('Pow', a!, b!).shape);
    if (Number.isFinite(exponent)) return build.binary('Pow', a!, b!);
  }
  const unit = build.compare('Equal', build.unary('Abs', a!), build.fill(1));
  const undefined_ = build.or(build.isNaN(b!), build.and(unit, build.isInfinite(b!)));
  return build.where(undefined_, build.fill(NaN), build.binary('Pow', a!, b!));
};

/**
 * `step(x)`: 1 above zero, alpha elsewhere, NaN for NaN. max(0, min(1, x · 3.4e38)) is that in one pass, except for
 * 0 < x < 3e-39, numbers without full precision, where the step is less than 1.
 */
const step: Kernel = ({ build, inputs: { x }, attributes }) => {
  const value = build.cast(x!, 'float32');
  // The rectified value is kept for the weights' gradient anyway; with it the other one need not be.
  const rectified = build.graph.find('Relu', [value], value) ?? value;
  const above = build.unary('HardSigmoid', rectified, 'float32', { alpha: { float: largest }, beta: { float: 0 } });
  const alpha = (attributes.alpha as number | undefined) ?? 0;
  // alpha + (1 − alpha) · above: −1 and 1 for the slope of |x|, without a pass that chooses.
  const steps = alpha === 0 ? above : build.add(build.mul(above, build.fill(1 - alpha)), build.fill(alpha));
  return build.cast(steps, x!.type);
};

/** The largest float32. */
const largest = 3.4028234663852886e38;

const clip: Kernel = ({ build, inputs: { x }, attributes }) => {
  const low = build.fill(attributes.clipValueMin as number, [], x!.type);
  const high = build.fill(attributes.clipValueMax as number, [], x!.type);
  const capped = build.where(build.compare('Greater', x!, high), high, x!);
  return build.where(build.compare('Less', x!, low), low, capped);
};

export const elementwise: KernelTable = {
  Abs: unary('Abs'),
  Add: binary('add'),
  AddN: ({ build, list }) => list.reduce((a, b) => build.add(a, b)),
  Ceil: rounding('Ceil'),
  ClipByValue: clip,
  Floor: rounding('Floor'),
  FloorDiv: divideDown,
  Identity: ({ inputs: { x } }) => x!,
  Maximum: ({ build, inputs: { a, b } }) => build.binary('Max', a!, b!),
  Minimum: ({ build, inputs: { a, b } }) => build.binary('Min', a!, b!),
  Mod: ({ build, inputs: { a, b } }) => floorMod(build, a!, b!),
  Multiply: binary('mul'),
  Neg: unary('Neg'),
  Pow: power,
  RealDiv: binary('div'),
  Reciprocal: ({ build, inputs: { x } }) => build.div(build.fill(1), x!),
  Round: rounding('Round'),
  Rsqrt: ({ build, inputs: { x } }) => build.div(build.fill(1), build.unary('Sqrt', build.cast(x!, 'float32'))),
  // The runtime's Sign has NaN for NaN where TensorFlow.js has 0, and the webgpu provider has none.
  Sign({ build, inputs: { x } }) {
    if (x!.type !== 'float32') return build.unary('Sign', x!);
    const is = (op: 'Greater' | 'Less'): Value => build.cast(build.compare(op, x!, build.fill(0)), 'float32');
    return build.sub(is('Greater'), is('Less'));
  },
  Sqrt: ofFloat('Sqrt'),
  Square: ({ build, inputs: { x } }) => build.mul(x!, x!),
  SquaredDifference({ build, inputs: { a, b } }) {
    const difference = build.sub(a!, b!);
    return build.mul(difference, difference);
  },
  Step: step,
  Sub: binary('sub'),
};
