import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { float32 } from '../tensors/values.ts';
import { openDevice } from './open-device.ts';
import { eachAtOnce, sideBySide } from './side-by-side.ts';

afterEach(() => vi.unstubAllEnvs());

const withThreads = (threads: string) => {
  vi.stubEnv('JETDEMON_THREADS', threads);
  return openDevice('cpu');
};

// more columns than rows and more than 128 products to sum: the runtime's threads share it in a way that last bits tell
const layer = ({ x, w }: tf.NamedTensorMap) => ({ y: tf.relu(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)) });
const numbers = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * i) * ((i % 7) - 3));
const inputs = (seed: number) => ({
  x: float32(numbers(64 * 300, seed), [64, 300]),
  w: float32(numbers(300 * 96, 1), [300, 96]),
});

// elsewhere calls go one after the other, in all threads
test.runIf(process.platform === 'linux')('calls at once give, each, the bits that one thread gives', async () => {
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  const alone = (await withThreads('1')).compile(layer);
  const expected = [];
  for (const seed of seeds) expected.push(await alone(inputs(seed)));
  const { device, count } = sideBySide(await withThreads('3'));
  expect(count).toBe(4);
  const several = device.compile(layer);
  expect(await Promise.all(seeds.map((seed) => several(inputs(seed))))).toEqual(expected);
});

test('a call leaves its inputs as they are', async () => {
  const { device } = sideBySide(await withThreads('3'));
  const given = inputs(4);
  await device.compile(layer)(given);
  expect(given).toEqual(inputs(4));
});

test('an error of a call is its own: others go on', async () => {
  const { device } = sideBySide(await withThreads('3'));
  const gather = device.compile(({ x, at }) => ({ y: tf.gather(x!, tf.cast(at!, 'int32')) }));
  const ask = (place: number) => gather({ x: float32([1, 2], [2]), at: float32([place], [1]) });
  const [good, bad, again] = await Promise.allSettled([ask(1), ask(7), ask(0)]);
  expect(good).toMatchObject({ status: 'fulfilled', value: { y: { data: Float32Array.of(2) } } });
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('out of') as string } });
  expect(again).toMatchObject({ status: 'fulfilled', value: { y: { data: Float32Array.of(1) } } });
});

test('a wrong input is named as for any device', async () => {
  const { device } = sideBySide(await withThreads('3'));
  const wrong = { ...inputs(1), x: { ...inputs(1).x, data: numbers(100, 1) } };
  await expect(device.compile(layer)(wrong)).rejects.toThrow('x: expected 19200 values for shape [64, 300], found 100');
});

test.each(['cpu', 'tfjs-cpu'] as const)('%s with one thread has nothing to share', async (name) => {
  vi.stubEnv('JETDEMON_THREADS', '1');
  const device = await openDevice(name);
  expect(sideBySide(device)).toEqual({ device, count: 1 });
});

test('calls of a few examples are not worth handing over', async () => {
  const device = await withThreads('3');
  expect(sideBySide(device, 16)).toEqual({ device, count: 1 });
});

test('pieces begin in order, so many at once', async () => {
  const [begun, log]: [number[], number[]] = [[], []];
  let running = 0;
  await eachAtOnce(3, [0, 1, 2, 3, 4, 5, 6], async (item) => {
    begun.push(item);
    log.push(++running);
    await new Promise((resolve) => setTimeout(resolve, item === 0 ? 20 : 1));
    running--;
  });
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(Math.max(...log)).toBe(3);
});

test('after a piece that fails none begins, and those under way end first', async () => {
  const ended: number[] = [];
  const work = eachAtOnce(2, [0, 1, 2, 3], async (item) => {
    await new Promise((resolve) => setTimeout(resolve, item === 0 ? 1 : 20));
    if (item === 0) throw new Error('no jets');
    ended.push(item);
  });
  await expect(work).rejects.toThrow('no jets');
  expect(ended).toEqual([1]);
});
