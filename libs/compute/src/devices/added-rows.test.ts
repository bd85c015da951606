// Rows added up by their indices, many of them to the same place, in devices of several threads.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { openDevice, scalar } from '../index.ts';
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
  'a function beside others': (device) => device.sideBySide!.compile((given) => ({ sums: sums(given) })),
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
