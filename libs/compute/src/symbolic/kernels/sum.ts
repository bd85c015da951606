// Sums along axes, as matrix products where that is what they are.
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';

/** From this many rows on a product with a row of ones reads [rows, columns] several times faster than ReduceSum. */
const manyRows = 256;

/**
 * Sum over `axes`. A float32 sum over the leading axes only, that of a bias gradient, is `ones [1, rows] · x`.
 * It differs from ReduceSum in rounding alone: 1 · x is x, also for infinities and NaN.
 */
export function sum(build: Builder, x: Value, axes: readonly number[], keep: boolean): Value {
  const leading = axes.every((axis) => axis < axes.length);
  const rows = x.shape.slice(0, axes.length).reduce((a, b) => a * b, 1);
  const columns = x.shape.slice(axes.length).reduce((a, b) => a * b, 1);
  if (!leading || x.type !== 'float32' || rows < manyRows || columns < 4)
    return build.reduce('ReduceSum', x, axes, keep);
  const ones = build.fill(1, [1, rows]);
  const summed = build.graph.node('MatMul', [ones, build.reshape(x, [rows, columns])], [1, columns], 'float32');
  const rest = x.shape.slice(axes.length);
  return build.reshape(summed, keep ? [...axes.map(() => 1), ...rest] : rest);
}
