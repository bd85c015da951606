// Shapes that broadcast, as in numpy.
import * as tf from '@tensorflow/tfjs-core';
import { ModelError } from '../errors.ts';

/** The shape that inputs broadcast to. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, index) => {
    const extents = shapes.map((shape) => shape[shape.length - rank + index] ?? 1);
    const extent = extents.find((candidate) => candidate !== 1) ?? 1;
    if (extents.some((candidate) => candidate !== 1 && candidate !== extent))
      throw new ModelError(
        `expected shapes that broadcast, found ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ')}`,
      );
    return extent;
  });
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/** A tensor repeated along axes of extent 1; differentiable at every rank, which tf.broadcastTo is not. */
export function spread(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (same(x.shape, shape)) return x;
  if (x.dtype === 'float32') return tf.mul(x, tf.ones([...shape]));
  const aligned = tf.reshape(x, [...Array<number>(shape.length - x.rank).fill(1), ...x.shape]);
  return tf.tile(
    aligned,
    shape.map((extent, axis) => (aligned.shape[axis] === extent ? 1 : extent)),
  );
}
