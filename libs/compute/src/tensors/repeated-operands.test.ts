// Kernels whose operands are repeated beforehand, against the definition of broadcasting: number by number.
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import './backend.ts';
import { repeated } from './repeated-operands.ts';

/** Two shapes that broadcast, and what to. */
const shapes = fc
  .record({
    to: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
    ones: fc.tuple(fc.array(fc.boolean(), { minLength: 4 }), fc.array(fc.boolean(), { minLength: 4 })),
    short: fc.nat(4),
  })
  .map(({ to, ones, short }) => {
    const of = (which: 0 | 1) => to.map((extent, axis) => (ones[which][axis] ? 1 : extent)).slice(which === 0 ? 0 : short); // prettier-ignore
    return { a: of(0), b: of(1) };
  });

const numbers = (count: number, from: number) => Float32Array.from({ length: count }, (_, at) => Math.fround(Math.sin(from + at) * 3)); // prettier-ignore

/** The number of `values` that stands at `place` of the broadcast shape. */
function numberAt(values: ArrayLike<number>, shape: readonly number[], place: readonly number[]): number {
  const own = place.slice(place.length - shape.length).map((index, axis) => (shape[axis] === 1 ? 0 : index));
  return values[own.reduce((sum, index, axis) => sum * shape[axis]! + index, 0)]!;
}

function placesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>((places, extent) => places.flatMap((place) => Array.from({ length: extent }, (_, at) => [...place, at])), [[]]); // prettier-ignore
}

const kernels: readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => number][] = [
  ['sub', tf.sub, (a, b) => a - b],
  ['div', tf.div, (a, b) => a / b],
  ['pow', tf.pow, Math.pow],
  ['maximum', tf.maximum, Math.max],
  ['less', tf.less, (a, b) => Number(a < b)],
];

test.each(kernels)('%s of operands that broadcast', (_, kernel, definition) => {
  fc.assert(
    fc.property(shapes, ({ a, b }) => {
      const to = tf.broadcast_util.assertAndGetBroadcastShape(a, b);
      const [x, y] = [numbers(tf.util.sizeFromShape(a), 1), numbers(tf.util.sizeFromShape(b), 7)];
      const before = tf.memory().numTensors;
      const result = tf.tidy(() => kernel(tf.tensor(x, a), tf.tensor(y, b)));
      expect(result.shape).toEqual(to);
      const expected = placesOf(to).map((at) => Math.fround(definition(numberAt(x, a, at), numberAt(y, b, at))));
      expect([...result.dataSync()]).toEqual(expected);
      result.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }),
    { seed: 1 },
  );
});

test('the array is of the kind that was given', () => {
  expect(repeated(Int32Array.of(1, 2), [2, 1], [2, 2, 2])).toEqual(Int32Array.of(1, 1, 2, 2, 1, 1, 2, 2));
  expect(repeated(Float64Array.of(0.1), [], [3]) as unknown).toEqual(Float64Array.of(0.1, 0.1, 0.1));
});
