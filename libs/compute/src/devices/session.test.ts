import { availableParallelism } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { float32 } from '../tensors/values.ts';
import { openDevice } from './open-device.ts';
import { threads } from './session.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([undefined, ''])('without JETDEMON_THREADS (%j) there is a thread for every core', (value) => {
  vi.stubEnv('JETDEMON_THREADS', value);
  expect(threads()).toBe(availableParallelism());
});

test('JETDEMON_THREADS sets the number of threads', () => {
  vi.stubEnv('JETDEMON_THREADS', '3');
  expect(threads()).toBe(3);
});

test.each(['0', '-1', '1.5', 'two'])('JETDEMON_THREADS=%s is refused', (value) => {
  vi.stubEnv('JETDEMON_THREADS', value);
  expect(threads).toThrow(`JETDEMON_THREADS: expected a whole number above 0, found "${value}"`);
});

test('functions that run in turn do not hold each other up', async () => {
  vi.stubEnv('JETDEMON_THREADS', '2');
  const power = (await openDevice('cpu')).compile(({ a }) => {
    let [b, left] = [a as tf.Tensor2D, 6];
    while (left-- > 0) b = tf.matMul(b, a as tf.Tensor2D);
    return { b };
  });
  // every signature has a session and threads of its own
  const given = Array.from({ length: 6 }, (_, at) => float32(new Float32Array((500 + at) ** 2), [500 + at, 500 + at]));
  for (const a of given) await power({ a });
  const processorTime = async (inputs: typeof given) => {
    const before = process.cpuUsage();
    for (let run = 0; run < 24; run++) await power({ a: inputs[run % inputs.length]! });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const alone = await processorTime(given.slice(0, 1));
  expect((await processorTime(given)) / alone).toBeLessThan(1.6); // 2.3 and more where threads look for work for long
});
