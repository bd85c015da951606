import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { onBackend } from '../tensors/backend.ts';
import { openDevice } from '../devices/open-device.ts';
import { packing, packRows, spreadRows, sumRows, unpackRows } from './packing.ts';
import { toTensors } from '../tensors/values.ts';

beforeAll(() => openDevice('tfjs-cpu'));

/** Padded input `[batch * slots, features]`: 1, 2, 3, ... in real slots, zero elsewhere. */
function padded(counts: readonly number[], slots: number, features: number): number[] {
  let value = 0;
  return counts.flatMap((count) =>
    Array.from({ length: slots * features }, (_, index) => (index < count * features ? ++value : 0)),
  );
}

test('no rows at all still gives one multiple of filler rows', () => {
  const { slotOfRow, rowOfSlot, jetOfRow } = packing([0, 0], 3, 4);
  expect([...slotOfRow.data]).toEqual([6, 6, 6, 6]);
  expect([...jetOfRow.data]).toEqual([2, 2, 2, 2]);
  expect([...rowOfSlot.data]).toEqual([4, 4, 4, 4, 4, 4]);
  expect(rowOfSlot.shape).toEqual([2, 3]);
});

test('rows are the real slots in order', () => {
  const { slotOfRow, rowOfSlot, jetOfRow } = packing([2, 0, 1], 3, 4);
  expect([...slotOfRow.data]).toEqual([0, 1, 6, 9]);
  expect([...jetOfRow.data]).toEqual([0, 0, 2, 3]);
  expect([...rowOfSlot.data]).toEqual([0, 1, 4, 4, 4, 4, 2, 4, 4]);
});

test('as many rows as another batch has, or more where its own jets need them', () => {
  const { slotOfRow, rowOfSlot, jetOfRow } = packing([2, 0, 1], 3, 4, 8);
  expect([...slotOfRow.data]).toEqual([0, 1, 6, 9, 9, 9, 9, 9]);
  expect([...jetOfRow.data]).toEqual([0, 0, 2, 3, 3, 3, 3, 3]);
  expect([...rowOfSlot.data]).toEqual([0, 1, 8, 8, 8, 8, 2, 8, 8]);
  expect(packing([3, 3, 3], 3, 4, 8).slotOfRow.shape).toEqual([12]);
});

test('a count above the slots is refused', () => {
  expect(() => packing([3, 65], 64)).toThrow('expected a count from 0 to 64, found 65 for jet 1');
});

const batches = fc.record({
  counts: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }),
  features: fc.integer({ min: 1, max: 4 }),
  multiple: fc.integer({ min: 1, max: 8 }),
});

test('unpacking undoes packing, and the sums are those of the padded rows', () => {
  fc.assert(
    fc.property(batches, ({ counts, features, multiple }) => {
      onBackend('cpu', () =>
        tf.tidy(() => {
          const p = toTensors({ ...packing(counts, 5, multiple) });
          const [slotOfRow, rowOfSlot, jetOfRow] = [p.slotOfRow!, p.rowOfSlot!, p.jetOfRow!] as [
            tf.Tensor1D,
            tf.Tensor2D,
            tf.Tensor1D,
          ];
          const x = tf.tensor2d(padded(counts, 5, features), [counts.length * 5, features]);
          const rows = packRows(x, slotOfRow, rowOfSlot);
          expect(rows.shape[0] % multiple).toBe(0);
          expect([...unpackRows(rows, slotOfRow, rowOfSlot).dataSync()]).toEqual([...x.dataSync()]);
          const sums = tf.sum(tf.reshape(x, [counts.length, 5, features]), 1);
          expect([...sumRows(rows, jetOfRow, rowOfSlot).dataSync()]).toEqual([...sums.dataSync()]);
        }),
      );
    }),
    { numRuns: 30 },
  );
});

test('gradients through pack, square and sum are those of the padded rows, and zero in padded slots', () => {
  const counts = [3, 0, 2, 5];
  onBackend('cpu', () =>
    tf.tidy(() => {
      const p = toTensors({ ...packing(counts, 5, 8) });
      const [slotOfRow, rowOfSlot, jetOfRow] = [p.slotOfRow!, p.rowOfSlot!, p.jetOfRow!] as [
        tf.Tensor1D,
        tf.Tensor2D,
        tf.Tensor1D,
      ];
      const weight = tf.tensor2d([1, -2, 3, 4, -5, 6, 7, 8], [4, 2]);
      const x = tf.tensor2d(padded(counts, 5, 2), [20, 2]);
      const packed = tf.grad((input: tf.Tensor) =>
        tf.sum(
          tf.mul(weight, sumRows(tf.square(packRows(input as tf.Tensor2D, slotOfRow, rowOfSlot)), jetOfRow, rowOfSlot)),
        ),
      )(x);
      const plain = tf.grad((input: tf.Tensor) =>
        tf.sum(tf.mul(weight, tf.sum(tf.reshape(tf.square(input), [4, 5, 2]), 1))),
      )(x);
      const withoutSign = (zero: number): number => zero + 0;
      expect([...packed.dataSync()].map(withoutSign)).toEqual([...plain.dataSync()].map(withoutSign));
      const ramp = tf.reshape(tf.range(0, 40), [20, 2]) as tf.Tensor2D;
      const unpacked = tf.grad((rows: tf.Tensor) =>
        tf.sum(tf.mul(ramp, unpackRows(rows as tf.Tensor2D, slotOfRow, rowOfSlot))),
      )(tf.zeros([16, 2]));
      expect([...unpacked.dataSync()]).toEqual([...packRows(ramp, slotOfRow, rowOfSlot).dataSync()]);
    }),
  );
});

test('spreading over constituents is the transpose of summing, in value and gradient', () => {
  const counts = [3, 0, 2, 5];
  onBackend('cpu', () =>
    tf.tidy(() => {
      const p = toTensors({ ...packing(counts, 5, 8) });
      const [jetOfRow, rowOfSlot] = [p.jetOfRow as tf.Tensor1D, p.rowOfSlot as tf.Tensor2D];
      const perJet = tf.tensor2d([1, -2, 3, 4, -5, 6, 7, 8], [4, 2]);
      const rows = tf.reshape(tf.range(1, 33), [16, 2]) as tf.Tensor2D;
      const spread = spreadRows(perJet, jetOfRow, rowOfSlot);
      expect([...spread.dataSync()].slice(0, 8)).toEqual([1, -2, 1, -2, 1, -2, -5, 6]);
      // ⟨spread(x), y⟩ = ⟨x, sum(y)⟩, and the gradient of the left side in x is sum(y).
      const left = tf.sum(tf.mul(spread, rows)).dataSync()[0];
      const sums = sumRows(rows, jetOfRow, rowOfSlot);
      expect(left).toBe(tf.sum(tf.mul(perJet, sums)).dataSync()[0]);
      const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.mul(spreadRows(x as tf.Tensor2D, jetOfRow, rowOfSlot), rows)))(perJet); // prettier-ignore
      expect([...slope.dataSync()]).toEqual([...sums.dataSync()]);
    }),
  );
});

test.each(['1', '2'])('sums in %s threads are exact within the rounding of as many additions', async (threads) => {
  vi.stubEnv('JETDEMON_THREADS', threads);
  const [slots, features] = [64, 16];
  const counts = Array.from({ length: 100 }, (_, jet) => (13 * jet) % (slots + 1));
  const indices = packing(counts, slots);
  const rows = indices.slotOfRow.shape[0]!;
  const data = Float32Array.from({ length: rows * features }, (_, at) => Math.sin(1.7 * at) * 10 ** (at % 4));
  const run = (await openDevice('cpu')).compile(({ x, rowOfSlot, jetOfRow }) => ({
    sums: sumRows(x as tf.Tensor2D, jetOfRow as tf.Tensor1D, rowOfSlot as tf.Tensor2D),
  }));
  const { sums } = await run({ ...indices, x: { data, shape: [rows, features], dtype: 'float32' } });
  vi.unstubAllEnvs();
  let row = 0;
  counts.forEach((count, jet) => {
    for (let feature = 0; feature < features; feature++) {
      const terms = Array.from({ length: count }, (_, k) => data[(row + k) * features + feature]!);
      const exact = terms.reduce((sum, term) => sum + term, 0);
      const most = count * 2 ** -24 * terms.reduce((sum, term) => sum + Math.abs(term), 0); // Higham, ASNA (4.6)
      expect(Math.abs(sums!.data[jet * features + feature]! - exact)).toBeLessThanOrEqual(most);
    }
    row += count;
  });
});
