// The state of a step on the WebGPU provider: it stays on the device, is read by a copy, and follows the promises of
// every device. Any Vulkan driver will do, a software one too: VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
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
