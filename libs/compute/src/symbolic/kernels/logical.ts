// Comparisons, truth values, choice and conversion between types.
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import type { ElementType, Value } from '../graph.ts';
import { type Kernel, type KernelTable, upcast } from '../kernel.ts';

const compare =
  (op: Parameters<Builder['compare']>[0]): Kernel =>
  ({ build, inputs: { a, b } }) =>
    build.compare(op, a!, b!);

const truth = (build: Builder, x: Value): Value => convert(build, x, 'bool');

/** What a JavaScript Int32Array makes of a number: 0 of NaN and infinities, the last 32 bits of what is too large. */
export function toInteger(build: Builder, x: Value): Value {
  const constant = (value: number): Value => build.fill(value, [], x.type);
  const finite = build.compare('Equal', build.sub(x, x), constant(0));
  const number = build.where(finite, x, constant(0));
  const rest = build.binary('Mod', number, constant(2 ** 32), x.type, { fmod: 1 });
  const lowered = build.where(build.compare('GreaterOrEqual', rest, constant(2 ** 31)), constant(2 ** 32), constant(0));
  const raised = build.where(build.compare('Less', rest, constant(-(2 ** 31))), constant(2 ** 32), constant(0));
  return build.cast(build.add(build.sub(rest, lowered), raised), 'int32');
}

/** Conversion as TensorFlow.js' typed arrays do it: NaN is true, and 0 as an integer. */
function convert(build: Builder, x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  if (type === 'bool') return build.not(build.compare('Equal', x, build.fill(0, [], x.type)));
  return type === 'int32' && x.type === 'float32' ? toInteger(build, x) : build.cast(x, type);
}

const select: Kernel = ({ build, inputs: { condition, t, e }, kernel }) => {
  if (condition!.shape.length === 1 && t!.shape.length > 1)
    throw new UnsupportedKernelError(
      kernel,
      'a condition of rank 1 cannot choose rows; give it the shape of the values',
    );
  const type = upcast(t!, e!);
  return build.where(condition!, build.cast(t!, type), build.cast(e!, type));
};

const cast: Kernel = ({ build, inputs: { x }, attributes: { dtype }, kernel }) => {
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
    throw new UnsupportedKernelError(kernel, `there is no compiled ${String(dtype)}`);
  return convert(build, x!, dtype);
};

export const logical: KernelTable = {
  BitwiseAnd: ({ build, inputs: { a, b } }) => build.binary('BitwiseAnd', a!, b!),
  Cast: cast,
  Equal: compare('Equal'),
  Greater: compare('Greater'),
  GreaterEqual: compare('GreaterOrEqual'),
  IsFinite({ build, inputs: { x } }) {
    const value = build.cast(x!, 'float32');
    return build.compare('Equal', build.sub(value, value), build.fill(0));
  },
  IsInf: ({ build, inputs: { x } }) => build.isInfinite(build.cast(x!, 'float32')),
  IsNan: ({ build, inputs: { x } }) => build.isNaN(build.cast(x!, 'float32')),
  Less: compare('Less'),
  LessEqual: compare('LessOrEqual'),
  LogicalAnd: ({ build, inputs: { a, b } }) => build.and(truth(build, a!), truth(build, b!)),
  LogicalNot: ({ build, inputs: { x } }) => build.not(truth(build, x!)),
  LogicalOr: ({ build, inputs: { a, b } }) => build.or(truth(build, a!), truth(build, b!)),
  NotEqual: ({ build, inputs: { a, b } }) => build.not(build.compare('Equal', a!, b!)),
  Select: select,
};
