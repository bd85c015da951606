// Sums, products, extremes and running sums along axes.
import * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelCall, KernelTable } from '../kernel.ts';
import { sum } from './sum.ts';

function axesOf({ inputs: { x }, attributes }: KernelCall): number[] {
  const axis = (attributes.axis ?? attributes.reductionIndices) as number | number[];
  return tf.util.parseAxisParam(axis, [...x!.shape]);
}

/** Runs a reduction on the axes TensorFlow.js asks for. */
const along =
  (reduce: (build: Builder, x: Value, axes: readonly number[], keep: boolean) => Value): Kernel =>
  (call) => {
    const axes = axesOf(call);
    const x = call.inputs.x!;
    return axes.length === 0 ? x : reduce(call.build, x, axes, Boolean(call.attributes.keepDims));
  };

/** The largest or smallest; NaN as soon as there is one, which the runtime's own reduction may lose. */
const extreme = (op: 'ReduceMax' | 'ReduceMin'): Kernel =>
  along((build, x, axes, keep) => {
    const found = build.reduce(op, build.cast(x, x.type === 'bool' ? 'int32' : x.type), axes, keep);
    if (x.type !== 'float32') return build.cast(found, x.type);
    const anyNaN = build.reduce('ReduceMax', build.cast(build.isNaN(x), 'int32'), axes, keep);
    return build.where(build.cast(anyNaN, 'bool'), build.fill(NaN), found);
  });

const logical = (op: 'ReduceMax' | 'ReduceMin'): Kernel =>
  along((build, x, axes, keep) => build.cast(build.reduce(op, build.cast(x, 'int32'), axes, keep), 'bool'));

/** Index of the first extreme along one axis; NaN never wins, except from the first place, as comparisons go. */
const argument =
  (op: 'ArgMax' | 'ArgMin', worst: number): Kernel =>
  (call) => {
    const { build, inputs } = call;
    const axis = axesOf(call)[0]!;
    const x = build.cast(inputs.x!, 'float32');
    const shape = x.shape.filter((_, index) => index !== axis);
    const clean = build.where(build.isNaN(x), build.fill(worst), x);
    const index = build.graph.node(op, [clean], shape, 'int64', { axis, keepdims: 0 });
    const first = build.slice(
      x,
      x.shape.map(() => 0),
      x.shape.map((extent, i) => (i === axis ? 1 : extent)),
    );
    const stuck = build.reshape(build.isNaN(first), shape);
    return build.where(stuck, build.fill(0, [], 'int32'), build.cast(index, 'int32'));
  };

const cumulativeSum: Kernel = ({ build, inputs: { x }, attributes }) => {
  const { axis, exclusive, reverse } = attributes as { axis: number; exclusive: boolean; reverse: boolean };
  const inputs = [x!, build.data(Int32Array.of(axis), [], 'int32')];
  return build.graph.node('CumSum', inputs, x!.shape, x!.type, {
    exclusive: Number(exclusive),
    reverse: Number(reverse),
  });
};

/** Running product: for every place the product over those before it, out of an [n, n] table, since ONNX has none. */
const cumulativeProduct: Kernel = ({ build, inputs: { x }, attributes }) => {
  const { exclusive, reverse } = attributes as { exclusive: boolean; reverse: boolean };
  const axis = tf.util.parseAxisParam(attributes.axis as number, [...x!.shape])[0]!;
  const extent = x!.shape[axis]!;
  const taken = new Uint8Array(extent * extent);
  for (let to = 0; to < extent; to++)
    for (let from = 0; from < extent; from++) {
      const before = reverse ? from > to : from < to;
      taken[to * extent + from] = Number(before || (!exclusive && from === to));
    }
  const mask = build.data(taken, [extent, extent, ...x!.shape.slice(axis + 1).map(() => 1)], 'bool');
  const row = build.reshape(x!, [...x!.shape.slice(0, axis), 1, ...x!.shape.slice(axis)]);
  return build.reduce('ReduceProd', build.where(mask, row, build.fill(1, [], x!.type)), [axis + 1], false);
};

export const reductions: KernelTable = {
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: argument('ArgMax', -Infinity),
  ArgMin: argument('ArgMin', Infinity),
  Cumprod: cumulativeProduct,
  Cumsum: cumulativeSum,
  Max: extreme('ReduceMax'),
  Mean: along((build, x, axes, keep) => {
    const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
    return build.div(sum(build, build.cast(x, 'float32'), axes, keep), build.fill(count));
  }),
  Min: extreme('ReduceMin'),
  Prod: along((build, x, axes, keep) =>
    build.reduce('ReduceProd', build.cast(x, x.type === 'bool' ? 'int32' : x.type), axes, keep),
  ),
  Sum: along((build, x, axes, keep) => sum(build, build.cast(x, x.type === 'bool' ? 'int32' : x.type), axes, keep)),
};
