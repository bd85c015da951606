// Values moved, cut, joined and made, none of them changed.
import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import type { ElementType, Value } from '../graph.ts';
import type { Kernel, KernelTable } from '../kernel.ts';

const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** A new axis: -1 is after the last. */
function newAxis(axis: number, rank: number): number {
  tf.util.assert(-(rank + 1) <= axis && axis <= rank, () => `axis must be in ${-(rank + 1)} .. ${rank}, found ${axis}`);
  return axis < 0 ? axis + rank + 1 : axis;
}

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

const slice: Kernel = ({ build, inputs: { x }, attributes }) =>
  sliced(build, x!, attributes.begin as number[], attributes.size as number[]);

/** A part as TensorFlow.js gives it: a size of -1 is all that is left, axes left out are whole. */
export function sliced(build: Builder, x: Value, from: number[], extents: number[]): Value {
  const info = toTensorLike(x);
  const [begin, size] = tf.slice_util.parseSliceParams(info, from, extents) as [number[], number[]];
  tf.slice_util.assertParamsValid(info, begin, size);
  return build.slice(x, begin, size);
}

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
  // Empty axes come out as -0.
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides).map(Math.abs);
  return build.reshape(build.slice(x!, info.begin, size, info.strides), info.finalShape.map(Math.abs));
};

/** Constants before and after every axis. */
export function pad(build: Builder, x: Value, paddings: readonly [number, number][], constant: number): Value {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const type = numeric(x.type);
  const shape = x.shape.map((extent, axis) => extent + paddings[axis]![0] + paddings[axis]![1]);
  const pads = build.graph.integers([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  const inputs = [build.cast(x, type), pads, build.fill(constant, [], type)];
  return build.cast(build.graph.node('Pad', inputs, shape, type), x.type);
}

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
  // A step that was left out points from start to stop.
  const stride = step === 1 && stop < start ? -1 : step;
  const count = Math.max(0, Math.ceil((stop - start) / stride));
  const values = dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = start + index * stride;
  return build.data(values, [count], dtype === 'int32' ? 'int32' : 'float32');
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
    tf.backend_util.assertParamsConsistent(
      list.map(({ shape }) => [...shape]),
      axis,
    );
    const type = list.some((value) => value.type === 'float32') ? 'float32' : list[0]!.type;
    return build.concat(
      list.map((value) => build.cast(value, type)),
      axis,
    );
  },
  ExpandDims({ build, inputs: { input }, attributes }) {
    const axis = newAxis(attributes.dim as number, input!.shape.length);
    return build.reshape(input!, inserted(input!.shape, axis));
  },
  Fill: fill,
  LinSpace: linSpace,
  OnesLike: likeWith(1),
  Pack({ build, list, attributes }) {
    for (const { shape, type } of list) {
      tf.util.assertShapesMatch([...shape], [...list[0]!.shape], 'stack: ');
      tf.util.assert(type === list[0]!.type, () => `stack: expected ${list[0]!.type} throughout, found ${type}`);
    }
    const axis = axisOf(attributes.axis as number, list[0]!.shape.length + 1);
    return build.concat(
      list.map((value) => build.reshape(value, inserted(value.shape, axis))),
      axis,
    );
  },
  PadV2: ({ build, inputs: { x }, attributes: { paddings, constantValue = 0 } }) =>
    pad(build, x!, paddings as [number, number][], constantValue as number),
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
