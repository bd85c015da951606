import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import { float32 } from '../../tensors/values.ts';
import { expectClose } from '../../testing/close.ts';
import { reachable } from '../graph.ts';
import { trace } from '../trace.ts';

const perAxis = (n: number) => tf.tensor(Float32Array.from({ length: n }, (_, i) => i - 1.5), [1, 1, n]); // prettier-ignore

/** Of jets [batch, rows, n] and a column [batch, rows, 1]: constants, columns and the gradient of a slice, which pads. */
function run({ jets, column }: tf.NamedTensorMap): tf.NamedTensorMap {
  const n = jets!.shape[2]!;
  const first = (x: tf.Tensor) => tf.slice(x, [0, 0, 0], [-1, -1, 1]);
  const last = (x: tf.Tensor) => tf.slice(x, [0, 0, n - 1], [-1, -1, 1]);
  return {
    scaled: tf.add(tf.mul(jets!, perAxis(n)), 1),
    bounded: tf.maximum(tf.sub(perAxis(n), jets!), perAxis(n)),
    masked: tf.mul(column!, jets!),
    divided: tf.div(jets!, column!),
    shifted: tf.sub(1.5, tf.mul(tf.add(column!, 0.25), 3)),
    slope: tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.square(first(x)), tf.sin(last(x)))))(jets!),
  };
}

const values = (batch: number, rows: number, n: number) => {
  const wave = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i) + (i % 5 ? 0.01 : 0));
  return {
    jets: float32(wave(batch * rows * n), [batch, rows, n]),
    column: float32(wave(batch * rows), [batch, rows, 1]),
  };
};

test('results on random shapes are those of eager', async () => {
  const [compiled, eager] = await Promise.all([openDevice('cpu'), openDevice('tfjs-cpu')]);
  const extent = (max: number) => fc.integer({ min: 1, max });
  await fc.assert(
    fc.asyncProperty(extent(40), extent(80), extent(10), async (batch, rows, n) => {
      const inputs = values(batch, rows, n);
      const [found, expected] = [await compiled.compile(run)(inputs), await eager.compile(run)(inputs)];
      const { slope, ...exact } = found;
      for (const [name, { shape, data }] of Object.entries(exact)) {
        expect({ name, shape }).toEqual({ name, shape: expected[name]!.shape });
        expect(data).toEqual(expected[name]!.data);
      }
      expectClose(slope!.data, expected.slope!.data, 6);
    }),
    { numRuns: 12, seed: 1, examples: [[64, 64, 3], [64, 64, 1], [1, 2000, 3], [2000, 1, 3]] }, // prettier-ignore
  );
});

test('no short broadcast or padding is left for the cpu, and every one elsewhere', () => {
  const signature = values(64, 64, 3);
  const short = (options: { forCpu: boolean }) => {
    const found = new Set<string>();
    for (const { origin, shape } of reachable(Object.values(trace(run, signature, options).outputs))) {
      if (origin.kind !== 'node' || origin.op === 'Concat') continue;
      const inputs = origin.inputs.map((input) => input!.shape.join());
      if (shape.join() === '64,64,1' && inputs.includes('')) found.add(`${origin.op} of a number`);
      if (shape.join() !== '64,64,3') continue;
      if (origin.op === 'Pad' || inputs.includes('1,1,3') || inputs.includes('64,64,1')) found.add(origin.op);
    }
    return [...found].sort();
  };
  expect(short({ forCpu: true })).toEqual([]);
  expect(short({ forCpu: false })).toEqual([
    'Add of a number',
    'Div',
    'Max',
    'Mul',
    'Mul of a number',
    'Pad',
    'Sub',
    'Sub of a number',
  ]);
});
