// The state of a step on the WebGPU provider: it stays on the device, is read by a copy, and follows the promises of
// every device. Any Vulkan driver will do, a software one too: VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json
import * as tf from '@tensorflow/tfjs-core';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, expect, test, vi } from 'vitest';
import { float32, openDevice, scalar } from '../index.ts';
import { createSession, runtime } from './session.ts';
import { encode } from '../onnx/encode.ts';
import { Graph } from '../symbolic/graph.ts';

// With a driver named there is no excuse: then a device that does not open fails the tests instead of skipping them.
const gpu = await openDevice('webgpu').catch((error: Error) => {
  if (process.env.VK_ICD_FILENAMES) throw error;
  console.warn(`skipped: ${error.message}`);
  return undefined;
});
const onGpu = test.skipIf(!gpu);
afterEach(() => vi.restoreAllMocks());

const doubling = () =>
  gpu!.compileStep(
    ({ w, t }, { x }) => ({
      state: { w: tf.add(tf.mul(w!, 2), tf.sum(x!)), t: tf.add(t!, 1) },
      outputs: { seen: tf.sum(w!) },
    }),
    { w: float32([1, 2, 3]), t: scalar(0) },
  );

onGpu('outputs that are asked to stay are tensors on the device, the others are in host memory', async () => {
  const ort = await runtime();
  const graph = new Graph();
  const x = graph.input('x', [2], 'float32');
  const twice = graph.node('Add', [x, x], [2], 'float32');
  const sum = graph.node('ReduceSum', [twice, graph.integers([0])], [], 'float32', { keepdims: 0 });
  const session = await createSession(encode([x], { twice, sum }), 'webgpu', { threads: 1, onDevice: ['twice'] });
  const found = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2), [2]) });
  expect([found.twice!.location, found.sum!.location]).toEqual(['gpu-buffer', 'cpu']);
  expect(found.sum!.data).toEqual(Float32Array.of(6));
  found.twice!.dispose();
  await session.release();
});

onGpu('a state is handed on across shapes of the inputs, and what was read stays as it is', async () => {
  const step = doubling();
  expect([...(await step.read()).w!.data]).toEqual([1, 2, 3]);
  expect((await step.run({ x: float32([1]) })).seen!.data[0]).toBe(6);
  expect((await step.run({ x: float32([1, 1]) })).seen!.data[0]).toBe(3 + 5 + 7);
  const read = await step.read();
  await step.run({ x: float32([1]) });
  expect([...read.w!.data]).toEqual([8, 12, 16]);
  expect(read.t!.data[0]).toBe(2);
  expect([...(await step.read()).w!.data]).toEqual([17, 25, 33]);
  await step.dispose();
});

onGpu('a state can be replaced, also between runs that are not awaited', async () => {
  const step = doubling();
  void step.run({ x: float32([5]) });
  step.write({ w: float32([0, 0, 1]), t: scalar(10) });
  void step.run({ x: float32([5]) });
  const { w, t } = await step.read();
  expect([...w!.data]).toEqual([5, 5, 7]);
  expect(t!.data[0]).toBe(11);
  await step.dispose();
});

/** Tensors on the device that sessions make from now on. */
async function watchTensors() {
  const ort = await runtime();
  const { prototype } = ort.InferenceSession as unknown as { prototype: InferenceSession };
  const made: Tensor[] = [];
  let runs = 0;
  const run = prototype.run as (...given: unknown[]) => Promise<InferenceSession.OnnxValueMapType>;
  vi.spyOn(prototype, 'run').mockImplementation(async function (this: InferenceSession, ...given: unknown[]) {
    runs++;
    const found = await run.apply(this, given);
    made.push(...Object.values(found).filter(({ location }) => location === 'gpu-buffer'));
    return found;
  });
  return {
    /** Those that nobody has disposed of. */
    alive: () => made.filter(({ location }) => location === 'gpu-buffer').length,
    all: () => made.length,
    runs: () => runs,
  };
}

onGpu('outputs of runs at once stay on the device until all are there, and are read by one run', async () => {
  const step = doubling();
  const tensors = await watchTensors();
  const found = await step.runAll(Array.from({ length: 2 * step.together + 3 }, () => [{ x: float32([0]) }]));
  expect(found).toHaveLength(35);
  expect(found.slice(0, 3).map(({ seen }) => seen)).toEqual([6, 12, 24].map(scalar));
  expect(tensors.runs()).toBe(35 + 3);
  expect(tensors.all()).toBe(3 * 35);
  expect(tensors.alive()).toBe(2); // the state
  await step.dispose();
  expect(tensors.alive()).toBe(0);
});

onGpu('nothing is left on the device by a run that fails, nor by one whose batch fails', async () => {
  const step = doubling();
  const tensors = await watchTensors();
  const good = [{ x: float32([0]) }];
  await expect(step.runAll([good, good, [{ x: float32([0, 0], [3]) }]])).rejects.toThrow('expected 3 values');
  expect(tensors.alive()).toBe(2);
  const broken = function* () {
    yield good;
    yield good;
    throw new Error('no more');
  };
  await expect(step.runAll(broken())).rejects.toThrow('no more');
  expect(tensors.alive()).toBe(2);
  expect([...(await step.read()).w!.data]).toEqual([16, 32, 48]);
  await step.dispose();
  expect(tensors.alive()).toBe(0);
});

onGpu(
  'of any number of runs at once outputs of one signature are read by two graphs, of one run and of many',
  async () => {
    const { InferenceSession: sessions } = await runtime();
    const create = vi.spyOn(sessions, 'create');
    const step = doubling();
    for (const count of [1, 2, 5, 16, 3, 1])
      await step.runAll(Array.from({ length: count }, () => [{ x: float32([0]) }]));
    expect(create).toHaveBeenCalledTimes(1 + 2);
    await step.runAll([[{ x: float32([0, 0]) }], [{ x: float32([0]) }]]); // a session for the step alone
    expect(create).toHaveBeenCalledTimes(1 + 2 + 1);
    await step.dispose();
  },
);
