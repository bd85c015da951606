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
  const index = checked(build, build.cast(indices!, 'int32'), x!.shape[axis]!, kernel);
  return batchDims === 0 ? build.gather(x!, index, axis) : gatherInBatches(build, x!, index, axis, batchDims);
};

/** Every batch has indices of its own: rows of `[batch · extent, outer · inner]`, counted through. */
function gatherInBatches(build: Builder, x: Value, index: Value, axis: number, batchDims: number): Value {
  const info = ({ shape }: Value): tf.Tensor => ({ shape: [...shape] }) as tf.Tensor;
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
    tf.backend_util.segment_util.collectGatherOpShapeInfo(info(x), info(index), axis, batchDims);
  const apart = build.reshape(x, [batchSize, outerSize, dimSize, sliceSize]);
  const rows = build.reshape(build.transpose(apart, [0, 2, 1, 3]), [batchSize * dimSize, outerSize, sliceSize]);
  const picks = index.shape.reduce((a, b) => a * b, 1) / batchSize;
  const starts = Int32Array.from({ length: batchSize }, (_, batch) => batch * dimSize);
  // Beyond its own batch an index is sent past the end of all, where the runtime refuses it.
  const own = build.reshape(index, [batchSize, picks]);
  const outside = build.compare('GreaterOrEqual', own, build.fill(dimSize, [], 'int32'));
  const counted = build.add(own, build.data(starts, [batchSize, 1], 'int32'));
  const found = build.gather(rows, build.where(outside, build.fill(2 ** 31 - 1, [], 'int32'), counted), 0);
  return build.reshape(build.transpose(found, [0, 2, 1, 3]), outputShape);
}

/** Rows added up into zeros of a shape; `indices [rows, depth]` are in range. */
export function addRows(build: Builder, indices: Value, updates: Value, shape: readonly number[]): Value {
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
  const sums = addRows(build, target, build.reshape(x!, [rows, ...rest]), [count + 1, ...rest]);
  return build.slice(sums, [0, ...rest.map(() => 0)], [count, ...rest]);
};

/** Σ over the rows of each jet, `[jets, features]`; rows `[rows, features]` of the jet after the last are left out. */
const sumRows: Kernel = ({ build, inputs: { rows, jetOfRow }, attributes }) => {
  const jets = attributes.jets as number;
  const features = rows!.shape[1]!;
  const indices = build.reshape(jetOfRow!, [rows!.shape[0]!, 1]);
  return build.slice(addRows(build, indices, rows!, [jets + 1, features]), [0, 0], [jets, features]);
};

const scatter: Kernel = ({ build, inputs: { indices, updates }, attributes, kernel }) => {
  const shape = attributes.shape as number[];
  const rows = rowsAndIndices(build, updates!, indices!, shape, kernel);
  return addRows(build, rows.indices, rows.updates, shape);
};

/** Updates `[rows, ...rest]` and checked indices `[rows, depth]`; TensorFlow.js takes them in more shapes than ONNX. */
function rowsAndIndices(build: Builder, updates: Value, indices: Value, shape: readonly number[], kernel: string) {
  const depth = indices.shape.length > 1 ? indices.shape.at(-1)! : 1;
  const rows = indices.shape.reduce((a, b) => a * b, 1) / depth;
  const rest = shape.slice(depth);
  const table = build.reshape(build.cast(indices, 'int32'), [rows, depth]);
  const values = updates.shape.length === 0 ? build.expand(updates, [rows, ...rest]) : updates;
  return {
    indices: checkedNd(build, table, shape.slice(0, depth), kernel),
    updates: build.reshape(values, [rows, ...rest]),
  };
}

/** The last update of a place stays. */
function overwrite(build: Builder, into: Value, updates: Value, indices: Value, kernel: string): Value {
  const rows = rowsAndIndices(build, updates, indices, into.shape, kernel);
  const inputs = [into, build.cast(rows.indices, 'int64'), rows.updates];
  return build.graph.node('ScatterND', inputs, into.shape, into.type);
}

const sparseToDense: Kernel = ({ build, inputs, attributes, kernel }) => {
  const { sparseIndices, sparseValues, defaultValue } = inputs;
  const into = build.expand(build.cast(defaultValue!, sparseValues!.type), attributes.outputShape as number[]);
  return overwrite(build, into, sparseValues!, sparseIndices!, kernel);
};

/** How often each of `0 .. size - 1` comes, or the sum of its weights, in `x` or in every row of it. */
const binCount: Kernel = ({ build, inputs: { x, weights }, attributes, kernel }) => {
  const size = attributes.size as number;
  const outer = kernel === 'DenseBincount' ? x!.shape.slice(0, -1) : [];
  const rows = outer.reduce((a, b) => a * b, 1);
  const columns = x!.shape.reduce((a, b) => a * b, 1) / rows;
  const bins = build.reshape(build.cast(x!, 'int32'), [rows, columns]);
  // Negative ones are sent past the end, where the runtime refuses them; too large ones into a bin that is cut off.
  const kept = build.binary('Min', bins, build.fill(size, [], 'int32'));
  const [zero, refused] = [build.fill(0, [], 'int32'), build.fill(2 ** 31 - 1, [], 'int32')];
  const column = build.where(build.compare('Less', bins, zero), refused, kept);
  const row = build.data(
    Int32Array.from({ length: rows }, (_, index) => index),
    [rows, 1],
    'int32',
  );
  const pairs = [build.expand(row, [rows, columns]), column].map((part) => build.reshape(part, [rows * columns, 1]));
  const indices = build.concat(pairs, 1);
  const weighted = weights && weights.shape.reduce((a, b) => a * b, 1) > 0 && !attributes.binaryOutput;
  const type: ElementType = weighted ? weights.type : weights?.type === 'int32' ? 'int32' : 'float32';
  const values = weighted ? build.reshape(weights, [rows * columns]) : build.fill(1, [rows * columns], type);
  const counts = build.slice(addRows(build, indices, values, [rows, size + 1]), [0, 0], [rows, size]);
  const once = attributes.binaryOutput ? build.binary('Min', counts, build.fill(1, [], type)) : counts;
  return build.reshape(once, [...outer, size]);
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
  Bincount: binCount,
  DenseBincount: binCount,
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatter,
  SumRows: sumRows,
  SparseToDense: sparseToDense,
  TensorScatterUpdate: ({ build, inputs: { tensor, indices, updates }, kernel }) =>
    overwrite(build, tensor!, updates!, indices!, kernel),
  UnsortedSegmentSum: segmentSum,
};
