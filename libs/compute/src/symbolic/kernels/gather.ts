// Elements by index, and their way back.
import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import { type ElementType, type Value, elementsOf } from '../graph.ts';
import type { Kernel, KernelTable } from '../kernel.ts';

/**
 * Indices that the runtime refuses when they are out of range, as TensorFlow.js does: ONNX counts negative ones from
 * the end, so they are sent past it.
 */
function checked(build: Builder, index: Value, extent: number, kernel: string): Value {
  const known = elementsOf(index);
  if (known) {
    for (const value of known)
      if (Number(value) < 0 || Number(value) >= extent)
        throw new UnsupportedKernelError(kernel, `index ${value} is not in 0 .. ${extent - 1}`);
    return index;
  }
  const zero = build.fill(0, [], 'int32');
  return build.where(build.compare('Less', index, zero), build.fill(2 ** 31 - 1, [], 'int32'), index);
}

const gather: Kernel = ({ build, inputs: { x, indices }, attributes, kernel }) => {
  const axis = tf.util.parseAxisParam(attributes.axis as number, [...x!.shape])[0]!;
  const batchDims = (attributes.batchDims as number | undefined) ?? 0;
  if (batchDims !== 0) throw new UnsupportedKernelError(kernel, `batchDims is ${batchDims}`);
  return build.gather(x!, checked(build, build.cast(indices!, 'int32'), x!.shape[axis]!, kernel), axis);
};

/** Rows added up into zeros of a shape; `indices [..., depth]` are in range. */
function scatterAdd(build: Builder, indices: Value, updates: Value, shape: readonly number[]): Value {
  const type: ElementType = updates.type;
  const inputs = [build.fill(0, shape, type), build.cast(indices, 'int64'), updates];
  return build.graph.node('ScatterND', inputs, shape, type, { reduction: 'add' });
}

/** Sums of the rows of each segment; ids outside `0 .. numSegments - 1` go to a row that is cut off again. */
const segmentSum: Kernel = ({ build, inputs: { x, segmentIds }, attributes }) => {
  const count = attributes.numSegments as number;
  const rows = segmentIds!.shape.reduce((a, b) => a * b, 1);
  const rest = x!.shape.slice(segmentIds!.shape.length);
  const ids = build.reshape(build.cast(segmentIds!, 'int32'), [rows, 1]);
  const last = build.fill(count, [], 'int32');
  const outside = build.or(build.compare('Less', ids, build.fill(0, [], 'int32')), build.compare('Greater', ids, last));
  const target = build.where(outside, last, ids);
  const sums = scatterAdd(build, target, build.reshape(x!, [rows, ...rest]), [count + 1, ...rest]);
  return build.slice(sums, [0, ...rest.map(() => 0)], [count, ...rest]);
};

const scatter: Kernel = ({ build, inputs: { indices, updates }, attributes, kernel }) => {
  const shape = attributes.shape as number[];
  const depth = indices!.shape.at(-1)!;
  const safe = checkedNd(build, build.cast(indices!, 'int32'), shape.slice(0, depth), kernel);
  return scatterAdd(build, safe, updates!, shape);
};

const gatherNd: Kernel = ({ build, inputs: { params, indices }, kernel }) => {
  const depth = indices!.shape.at(-1)!;
  const safe = checkedNd(build, build.cast(indices!, 'int32'), params!.shape.slice(0, depth), kernel);
  const shape = [...indices!.shape.slice(0, -1), ...params!.shape.slice(depth)];
  return build.graph.node('GatherND', [params!, build.cast(safe, 'int64')], shape, params!.type);
};

/** As `checked`, for index tuples along the last axis. */
function checkedNd(build: Builder, indices: Value, extents: readonly number[], kernel: string): Value {
  const known = elementsOf(indices);
  if (!known) return checked(build, indices, Infinity, kernel);
  known.forEach((value: number | bigint, place: number) => {
    const extent = extents[place % extents.length]!;
    if (Number(value) < 0 || Number(value) >= extent)
      throw new UnsupportedKernelError(kernel, `index ${value} is not in 0 .. ${extent - 1}`);
  });
  return indices;
}

const oneHot: Kernel = ({ build, inputs: { indices }, attributes }) => {
  const { depth, onValue, offValue, dtype } = attributes as {
    depth: number;
    onValue: number;
    offValue: number;
    dtype?: ElementType;
  };
  const classes = build.data(
    Int32Array.from({ length: depth }, (_, index) => index),
    [depth],
    'int32',
  );
  const here = build.compare('Equal', build.reshape(build.cast(indices!, 'int32'), [...indices!.shape, 1]), classes);
  const type = dtype ?? 'float32';
  if (type === 'bool') return onValue ? here : build.not(here);
  return build.where(here, build.fill(onValue, [], type), build.fill(offValue, [], type));
};

export const gathering: KernelTable = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatter,
  UnsortedSegmentSum: segmentSum,
};
