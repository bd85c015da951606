// Images at another size. What a row of the result comes from is known in advance, so that reading is a gather and the
// slope is the sum along the same indices, exactly the transpose.
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelAttributes, KernelTable } from '../kernel.ts';
import { addRows } from './gather.ts';

/** Rows `low` and `high` and how far the result is on the way from one to the other, per row of the result. */
interface Sources {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly fraction: readonly number[];
}

type Locate = (from: number, to: number, attributes: KernelAttributes) => Sources;

const scaleOf = (from: number, to: number, alignCorners: unknown): number =>
  alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;

const bilinear: Locate = (from, to, { alignCorners, halfPixelCenters }) => {
  const scale = scaleOf(from, to, alignCorners);
  const exact = Array.from({ length: to }, (_, row) => (halfPixelCenters ? scale * (row + 0.5) - 0.5 : scale * row));
  const low = exact.map((place) => Math.max(0, Math.floor(place)));
  return {
    low,
    high: exact.map((place) => Math.min(from - 1, Math.ceil(place))),
    fraction: exact.map((place, row) => place - low[row]!),
  };
};

const nearest: Locate = (from, to, { alignCorners, halfPixelCenters }) => {
  const scale = scaleOf(from, to, alignCorners);
  const low = Array.from({ length: to }, (_, row) => {
    const exact = scale * (row + (halfPixelCenters ? 0.5 : 0));
    return Math.max(0, Math.min(from - 1, alignCorners ? Math.round(exact) : Math.floor(exact)));
  });
  return { low, high: low, fraction: low.map(() => 0) };
};

const indices = (build: Builder, rows: readonly number[], shape: readonly number[]): Value =>
  build.data(Int32Array.from(rows), shape, 'int32');

/** A weight per row, shaped to meet `[batch, height, width, channels]` along an axis. */
const weight = (build: Builder, values: readonly number[], axis: number): Value =>
  build.data(Float32Array.from(values), [values.length, ...Array.from({ length: 3 - axis }, () => 1)], 'float32');

function read(build: Builder, x: Value, axis: number, { low, high, fraction }: Sources): Value {
  const below = build.gather(x, indices(build, low, [low.length]), axis);
  if (fraction.every((part) => part === 0)) return below;
  const above = build.gather(x, indices(build, high, [high.length]), axis);
  return build.add(below, build.mul(build.sub(above, below), weight(build, fraction, axis)));
}

function spread(build: Builder, dy: Value, axis: number, extent: number, { low, high, fraction }: Sources): Value {
  const order = dy.shape.map((_, index) => index);
  const moved = [axis, ...order.filter((index) => index !== axis)];
  const back = order.map((index) => moved.indexOf(index));
  const shape = moved.map((index) => (index === axis ? extent : dy.shape[index]!));
  const add = (rows: readonly number[], shares: readonly number[]): Value => {
    const scaled = shares.every((share) => share === 1) ? dy : build.mul(dy, weight(build, shares, axis));
    return addRows(build, indices(build, rows, [rows.length, 1]), build.transpose(scaled, moved), shape);
  };
  const lower = add(
    low,
    fraction.map((part) => 1 - part),
  );
  const sums = fraction.every((part) => part === 0) ? lower : build.add(lower, add(high, fraction));
  return build.transpose(sums, back);
}

const resize =
  (locate: Locate, keepType: boolean): Kernel =>
  ({ build, inputs: { images }, attributes }) => {
    const [height, width] = attributes.size as [number, number];
    const x = keepType ? images! : build.cast(images!, 'float32');
    const [, rows, columns] = x.shape as [number, number, number, number];
    const across = read(build, x, 2, locate(columns, width, attributes));
    return read(build, across, 1, locate(rows, height, attributes));
  };

const slope =
  (locate: Locate): Kernel =>
  ({ build, inputs: { images, dy }, attributes }) => {
    const [, rows, columns] = images!.shape as [number, number, number, number];
    const [, height, width] = dy!.shape as [number, number, number, number];
    const down = spread(build, dy!, 1, rows, locate(rows, height, attributes));
    return spread(build, down, 2, columns, locate(columns, width, attributes));
  };

export const resizing: KernelTable = {
  ResizeBilinear: resize(bilinear, false),
  ResizeBilinearGrad: slope(bilinear),
  ResizeNearestNeighbor: resize(nearest, true),
  ResizeNearestNeighborGrad: slope(nearest),
};
