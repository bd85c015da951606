// Elements in other places: blocks of pixels, mirrored borders, diagonals.
import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../../errors.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { pad, sliced } from './shape.ts';

const { getReshaped, getPermuted, getReshapedPermuted, getSliceBeginCoords, getSliceSize } = tf.backend_util;

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

const spaceToBatch: Kernel = (call) => {
  const { build, attributes } = call;
  const x = call.inputs.x!;
  const { blockShape, paddings } = attributes as { blockShape: number[]; paddings: [number, number][] };
  const all = x.shape.map((_, axis): [number, number] => paddings[axis - 1] ?? [0, 0]);
  const padded = pad(build, x, all, 0);
  const shape = [...padded.shape];
  const size = product(blockShape);
  const apart = build.reshape(padded, getReshaped(shape, blockShape, size, false));
  const moved = build.transpose(apart, getPermuted(apart.shape.length, blockShape.length, false));
  return build.reshape(moved, getReshapedPermuted(shape, blockShape, size, false));
};

const batchToSpace: Kernel = ({ build, inputs, attributes }) => {
  const x = inputs.x!;
  const { blockShape, crops } = attributes as { blockShape: number[]; crops: number[][] };
  const shape = [...x.shape];
  const size = product(blockShape);
  const apart = build.reshape(x, getReshaped(shape, blockShape, size));
  const moved = build.transpose(apart, getPermuted(apart.shape.length, blockShape.length));
  const whole = build.reshape(moved, getReshapedPermuted(shape, blockShape, size));
  const begin = getSliceBeginCoords(crops, blockShape.length);
  return sliced(build, whole, begin, getSliceSize([...whole.shape], crops, blockShape.length));
};

const depthToSpace: Kernel = ({ build, inputs: { x }, attributes, kernel }) => {
  const { blockSize, dataFormat } = attributes as { blockSize: number; dataFormat: string };
  if (dataFormat !== 'NHWC') throw new UnsupportedKernelError(kernel, `its data format is ${dataFormat}`);
  const [batch, rows, columns, depth] = x!.shape as [number, number, number, number];
  const channels = depth / blockSize ** 2;
  const apart = build.reshape(x!, [batch, rows, columns, blockSize, blockSize, channels]);
  const moved = build.transpose(apart, [0, 1, 3, 2, 4, 5]);
  return build.reshape(moved, [batch, rows * blockSize, columns * blockSize, channels]);
};

/** Borders that repeat what is inside: without the edge itself (`reflect`) or with it (`symmetric`). */
const mirrorPad: Kernel = ({ build, inputs, attributes }) => {
  const { paddings, mode } = attributes as { paddings: [number, number][]; mode: string };
  const edge = mode === 'reflect' ? 0 : 1;
  return paddings.reduce((x, [before, after], axis) => {
    if (before === 0 && after === 0) return x;
    const extent = x.shape[axis]!;
    const from = Int32Array.from({ length: before + extent + after }, (_, index) => {
      const place = index - before;
      if (place < 0) return -place - edge;
      return place < extent ? place : 2 * (extent - 1) - place + edge;
    });
    return build.gather(x, build.data(from, [from.length], 'int32'), axis);
  }, inputs.x!);
};

/** Elements on the diagonal of a matrix of zeros, `[...s]` to `[...s, ...s]`. */
const diagonal: Kernel = ({ build, inputs }) => {
  const x = inputs.x!;
  const size = product(x.shape);
  const here = new Uint8Array(size * size);
  for (let i = 0; i < size; i++) here[i * (size + 1)] = 1;
  const row = build.reshape(x, [1, size]);
  const matrix = build.where(build.data(here, [size, size], 'bool'), row, build.fill(0, [], x.type));
  return build.reshape(matrix, [...x.shape, ...x.shape]);
};

export const rearranging: KernelTable = {
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  Diag: diagonal,
  FlipLeftRight({ build, inputs: { image } }) {
    const { shape } = image!;
    const begin = shape.map((extent, axis) => (axis === 2 ? extent - 1 : 0));
    return build.slice(
      image!,
      begin,
      shape,
      shape.map((_, axis) => (axis === 2 ? -1 : 1)),
    );
  },
  MirrorPad: mirrorPad,
  SpaceToBatchND: spaceToBatch,
};
