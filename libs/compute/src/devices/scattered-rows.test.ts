// Rows that go to places by their indices, many of them to the same one, in devices of several threads.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { openDevice, scalar, sideBySide } from '../index.ts';
import type { Device, TensorValue, Values } from '../index.ts';

afterEach(() => vi.unstubAllEnvs());

const [rows, places, columns] = [40_000, 10, 16];
const inputs: Values = {
  ones: { data: new Float32Array(rows * columns).fill(1), shape: [rows, columns], dtype: 'float32' },
  place: { data: Int32Array.from({ length: rows }, (_, row) => row % places), shape: [rows], dtype: 'int32' },
};
const sums = ({ ones, place }: Record<string, tf.Tensor>) => tf.unsortedSegmentSum(ones!, place as tf.Tensor1D, places);

type Run = (inputs: Values) => Promise<Record<string, TensorValue>>;

const ways: Record<string, (device: Device) => Run> = {
  'a function': (device) => device.compile((given) => ({ sums: sums(given) })),
  'a function beside others': (device) => sideBySide(device).device.compile((given) => ({ sums: sums(given) })),
  'a step': (device) => {
    const step = device.compileStep((state, given) => ({ state, outputs: { sums: sums(given) } }), { n: scalar(0) });
    return (given) => step.run(given);
  },
};

test.each(Object.keys(ways).flatMap((way) => [2, 16].map((threads) => [way, threads] as const)))(
  'in %s, with %s threads, none is lost',
  async (way, threads) => {
    vi.stubEnv('JETDEMON_THREADS', String(threads));
    const run = ways[way]!(await openDevice('cpu'));
    for (let again = 0; again < 10; again++) {
      const found = (await run(inputs)).sums!.data;
      expect(found).toEqual(new Float32Array(places * columns).fill(rows / places));
    }
  },
);

test.each([2, 16])('with %s threads the last row of a place stays', async (threads) => {
  vi.stubEnv('JETDEMON_THREADS', String(threads));
  const rowNumbers = Float32Array.from({ length: rows * columns }, (_, at) => Math.floor(at / columns));
  const run = (await openDevice('cpu')).compile(({ updates, place }) => ({
    last: tf.tensorScatterUpdate(tf.zeros([places, columns]), tf.reshape(place!, [rows, 1]), updates!),
  }));
  const given: Values = { updates: { ...inputs.ones!, data: rowNumbers }, place: inputs.place! };
  for (let again = 0; again < 10; again++)
    expect((await run(given)).last!.data).toEqual(rowNumbers.slice((rows - places) * columns));
});
