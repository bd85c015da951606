// Values moved, cut, joined and made, none of them changed.
import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import type { ElementType, Value } from '../graph.ts';
import type { Kernel, KernelTable } from '../kernel.ts';

const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

const inserted = (shape: readonly number[], axis: number): number[] => [
  ...shape.slice(0, axis),
  1,
  ...shape.slice(axis),
];

const removed = (shape: readonly number[], axis: number): number[] => shape.filter((_, index) => index !== axis);

/** One piece along an axis. */
function part(build: Builder, x: Value, axis: number, begin: number, size: number): Value {
  const begins = x.shape.map((_, index) => (index === axis ? begin : 0));
  return build.slice(
    x,
    begins,
    x.shape.map((extent, index) => (index === axis ? size : extent)),
  );
}

const slice: Kernel = ({ build, inputs: { x }, attributes }) => {
  const [begin, size] = tf.slice_util.parseSliceParams(
    toTensorLike(x!),
    attributes.begin as number[],
    attributes.size as number[],
  );
  return build.slice(x!, begin!, size!);
};

const toTensorLike = (x: Value): tf.TensorInfo => ({ dataId: {}, shape: [...x.shape], dtype: 'float32' });

interface StridedSlice {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

const stridedSlice: Kernel = ({ build, inputs: { x }, attributes }) => {
  const s = attributes as unknown as StridedSlice;
  const info = tf.slice_util.sliceInfo(
    [...x!.shape],
    s.begin,
    s.end,
    s.strides,
    s.beginMask,
    s.endMask,
    s.ellipsisMask,
    s.newAxisMask,
    s.shrinkAxisMask,
  );
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  return build.reshape(build.slice(x!, info.begin, size, info.strides), info.finalShape as number[]);
};

const pad: Kernel = ({ build, inputs: { x }, attributes }) => {
  const paddings = attributes.paddings as [number, number][];
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x!;
  const shape = x!.shape.map((extent, axis) => extent + paddings[axis]![0] + paddings[axis]![1]);
  const pads = build.graph.integers([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  const constant = build.fill((attributes.constantValue as number | undefined) ?? 0, [], numeric(x!.type));
  const padded = build.graph.node('Pad', [build.cast(x!, numeric(x!.type)), pads, constant], shape, numeric(x!.type));
  return build.cast(padded, x!.type);
};

const numeric = (type: ElementType): ElementType => (type === 'bool' ? 'int32' : type);

const tile: Kernel = ({ build, inputs: { x }, attributes }) => {
  const reps = attributes.reps as number[];
  const shape = x!.shape.map((extent, axis) => extent * reps[axis]!);
  // Repeating single elements is a broadcast, which most operators do without a copy.
  if (reps.every((times, axis) => times === 1 || x!.shape[axis] === 1)) return build.expand(x!, shape);
  return build.graph.node('Tile', [x!, build.graph.integers(reps)], shape, x!.type);
};

const split: Kernel = ({ build, inputs: { x }, attributes }) => {
  const axis = axisOf(attributes.axis as number, x!.shape.length);
  const sizes = tf.backend_util.prepareSplitSize(
    toTensorLike(x!) as tf.Tensor,
    attributes.numOrSizeSplits as number[],
    axis,
  );
  let begin = 0;
  return sizes.map((size) => {
    const piece = part(build, x!, axis, begin, size);
    begin += size;
    return piece;
  });
};

const fill: Kernel = ({ build, attributes, kernel }) => {
  const { shape, value, dtype } = attributes as { shape: number[]; value: number; dtype?: ElementType };
  if (typeof value !== 'number') throw new UnsupportedKernelError(kernel, `its value is a ${typeof value}`);
  return build.fill(value, shape, dtype ?? 'float32');
};

const likeWith =
  (value: number): Kernel =>
  ({ build, inputs: { x } }) =>
    build.fill(value, x!.shape, x!.type);

const range: Kernel = ({ build, attributes }) => {
  const { start, stop, step, dtype } = attributes as { start: number; stop: number; step: number; dtype: ElementType };
  const count = Math.max(0, Math.ceil((stop - start) / step));
  const values = Array.from({ length: count }, (_, index) => start + index * step);
  return dtype === 'int32'
    ? build.data(Int32Array.from(values), [count], 'int32')
    : build.data(Float32Array.from(values), [count], 'float32');
};

const linSpace: Kernel = ({ build, attributes }) => {
  const { start, stop, num } = attributes as { start: number; stop: number; num: number };
  const values = Float32Array.from(
    { length: num },
    (_, index) => start + (index * (stop - start)) / Math.max(1, num - 1),
  );
  return build.data(values, [num], 'float32');
};

export const shape: KernelTable = {
  BroadcastTo: ({ build, inputs: { x }, attributes }) => build.expand(x!, attributes.shape as number[]),
  Concat({ build, list, attributes }) {
    const axis = axisOf(attributes.axis as number, list[0]!.shape.length);
    const type = list.some((value) => value.type === 'float32') ? 'float32' : list[0]!.type;
    return build.concat(
      list.map((value) => build.cast(value, type)),
      axis,
    );
  },
  ExpandDims({ build, inputs: { input }, attributes }) {
    const axis = axisOf(attributes.dim as number, input!.shape.length + 1);
    return build.reshape(input!, inserted(input!.shape, axis));
  },
  Fill: fill,
  LinSpace: linSpace,
  OnesLike: likeWith(1),
  Pack({ build, list, attributes }) {
    const axis = axisOf(attributes.axis as number, list[0]!.shape.length + 1);
    return build.concat(
      list.map((value) => build.reshape(value, inserted(value.shape, axis))),
      axis,
    );
  },
  PadV2: pad,
  Range: range,
  Reshape({ build, inputs: { x }, attributes }) {
    const size = x!.shape.reduce((a, b) => a * b, 1);
    return build.reshape(x!, tf.util.inferFromImplicitShape(attributes.shape as number[], size));
  },
  Reverse({ build, inputs: { x }, attributes }) {
    const axes = tf.util.parseAxisParam(attributes.dims as number | number[], [...x!.shape]);
    const begin = x!.shape.map((extent, axis) => (axes.includes(axis) ? extent - 1 : 0));
    return build.slice(
      x!,
      begin,
      x!.shape,
      x!.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1)),
    );
  },
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: ({ build, inputs: { x }, attributes }) => build.transpose(x!, attributes.perm as number[]),
  Unpack({ build, inputs: { value }, attributes }) {
    const axis = axisOf(attributes.axis as number, value!.shape.length);
    return Array.from({ length: value!.shape[axis]! }, (_, index) =>
      build.reshape(part(build, value!, axis, index, 1), removed(value!.shape, axis)),
    );
  },
  ZerosLike: likeWith(0),
};
