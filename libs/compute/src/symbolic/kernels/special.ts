// Exponentials, logarithms, angles and activations, to float32 precision over the whole range. ONNX has no log1p, expm1
// or atan2, and the runtime's own sigmoid and softplus lose their relative precision far from zero.
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelTable } from '../kernel.ts';

const float =
  (f: (build: Builder, x: Value, attributes: Readonly<Record<string, unknown>>) => Value): Kernel =>
  ({ build, inputs: { x }, attributes }) =>
    f(build, build.cast(x!, 'float32'), attributes);

const op = (name: string): Kernel => float((build, x) => build.unary(name, x));

/** log(1 + x) = x log(u)/(u − 1) with u = 1 + x rounded, whose rounding error cancels (Kahan). */
export function log1p(build: Builder, x: Value): Value {
  const u = build.add(x, build.fill(1));
  const ratio = build.div(build.mul(build.unary('Log', u), x), build.sub(u, build.fill(1)));
  // Two choices instead of one Or, which the webgpu provider would hand to the cpu.
  const finite = build.where(build.compare('Equal', u, build.fill(Infinity)), x, ratio);
  return build.where(build.compare('Equal', u, build.fill(1)), x, finite);
}

/** exp(x) − 1 = tanh(x/2) (exp(x) + 1). */
export function expm1(build: Builder, x: Value): Value {
  const half = build.unary('Tanh', build.mul(x, build.fill(0.5)));
  return build.mul(half, build.add(build.unary('Exp', x), build.fill(1)));
}

/** (h² + 1/h²)/2 with h = exp(x/2), which overflows where the result does; the runtime's own takes several times longer. */
function cosh(build: Builder, x: Value): Value {
  const half = build.fill(0.5);
  const root = build.unary('Exp', build.mul(x, half));
  return build.add(build.mul(build.mul(root, half), root), build.div(build.div(half, root), root));
}

/** tanh(x) cosh(x): nothing cancels near zero. */
const sinh = (build: Builder, x: Value): Value => build.mul(build.unary('Tanh', x), cosh(build, x));

/** 1/(1 + exp(−x)), written so that nothing overflows: exp(min(x, 0))/(1 + exp(−|x|)). */
export function sigmoid(build: Builder, x: Value): Value {
  const numerator = build.unary('Exp', build.binary('Min', x, build.fill(0)));
  const tail = build.unary('Exp', build.unary('Neg', build.unary('Abs', x)));
  return build.div(numerator, build.add(tail, build.fill(1)));
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(−|x|)). */
export function softplus(build: Builder, x: Value): Value {
  const tail = build.unary('Exp', build.unary('Neg', build.unary('Abs', x)));
  return build.add(build.binary('Max', x, build.fill(0)), log1p(build, tail));
}

/** Angle of (x, y) in [−π, π], signed zeros and infinities as IEEE 754 has them. */
function atan2(build: Builder, y: Value, x: Value): Value {
  const zero = build.fill(0);
  const one = build.fill(1);
  const isZero = (value: Value): Value => build.compare('Equal', value, zero);
  // The sign bit: below zero, or a zero whose reciprocal is.
  const negative = (value: Value): Value =>
    build.or(build.compare('Less', value, zero), build.compare('Less', build.div(one, value), zero));
  // inf/inf and 0/0 are NaN; both ends are pulled back to where the ratio says what it means.
  const bothInfinite = build.and(build.isInfinite(x), build.isInfinite(y));
  const ratio = build.where(bothInfinite, build.mul(build.unary('Sign', y), build.unary('Sign', x)), build.div(y, x));
  const bothZero = build.and(isZero(x), isZero(y));
  const right = build.unary('Atan', build.where(bothZero, build.where(negative(x), build.unary('Neg', y), y), ratio));
  const turn = build.where(negative(y), build.fill(-Math.PI), build.fill(Math.PI));
  return build.where(negative(x), build.add(right, turn), right);
}

/** x where x ≥ 0 or x is NaN, `below` elsewhere. */
const belowZero = (build: Builder, x: Value, below: Value): Value =>
  build.where(build.compare('Less', x, build.fill(0)), below, x);

const selu = { alpha: 1.7580993408473768, scale: 1.0507009873554805 };

export const special: KernelTable = {
  Acos: op('Acos'),
  Acosh: op('Acosh'),
  Asin: op('Asin'),
  Asinh: op('Asinh'),
  Atan: op('Atan'),
  Atan2: ({ build, inputs: { a, b } }) => atan2(build, a!, b!),
  Atanh: op('Atanh'),
  Cos: op('Cos'),
  Cosh: float(cosh),
  Elu: float((build, x) => belowZero(build, x, build.sub(build.unary('Exp', x), build.fill(1)))),
  EluGrad({ build, inputs: { dy, y } }) {
    const slope = build.add(y!, build.fill(1));
    return build.where(build.compare('GreaterOrEqual', y!, build.fill(0)), dy!, build.mul(dy!, slope));
  },
  Erf: op('Erf'),
  Exp: op('Exp'),
  Expm1: float(expm1),
  LeakyRelu: float((build, x, { alpha }) => belowZero(build, x, build.mul(x, build.fill(alpha as number)))),
  Log: op('Log'),
  Log1p: float(log1p),
  Prelu({ build, inputs }) {
    const [x, alpha] = [build.cast(inputs.x!, 'float32'), build.cast(inputs.alpha!, 'float32')];
    return belowZero(build, x, build.mul(alpha, x));
  },
  Relu: ({ build, inputs: { x } }) => build.unary('Relu', x!),
  Relu6: ({ build, inputs: { x } }) => build.binary('Min', build.unary('Relu', x!), build.fill(6, [], x!.type)),
  Selu: float((build, x) => {
    const below = build.mul(build.sub(build.unary('Exp', x), build.fill(1)), build.fill(selu.alpha));
    return build.where(build.compare('Less', x, build.fill(0)), below, build.mul(x, build.fill(selu.scale)));
  }),
  Sigmoid: float(sigmoid),
  Sin: op('Sin'),
  Sinh: float(sinh),
  Softplus: float(softplus),
  Tan: op('Tan'),
  Tanh: op('Tanh'),
};
