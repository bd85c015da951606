// Damaged files: each is read and run, or refused with an OnnxError; none crashes, hangs or shows another error.
// ONNX_MUTATIONS sets how many; 400 without it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import type { TensorValue } from '../../tensors/device.ts';
import { OnnxError, readOnnx } from './index.ts';

const count = Number(process.env.ONNX_MUTATIONS ?? 400);
const files = ['pfn-torchscript', 'pfn-dynamo', 'particlenet-torchscript', 'transformer-torchscript'];

/** Numerical Recipes' linear congruential generator. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutated(bytes: Uint8Array, draw: (below: number) => number): Uint8Array {
  const at = draw(bytes.length);
  const kind = draw(4);
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + draw(40))]);
  if (kind === 2)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(draw(bytes.length), at + 30), bytes.subarray(at)]);
  const copy = bytes.slice();
  for (let times = 1 + draw(8); times > 0; times--) copy[draw(copy.length)] = draw(256);
  return copy;
}

test.each(files)('%s, damaged', { timeout: 900_000 }, async (file) => {
  const path = (end: string): string => fileURLToPath(new URL(`peers/${file}.${end}`, import.meta.url));
  const bytes = readFileSync(path('onnx'));
  const { inputs } = JSON.parse(readFileSync(path('json'), 'utf8')) as {
    inputs: Record<string, { shape: number[]; data: number[] }>;
  };
  const fed: Record<string, TensorValue> = {};
  for (const [name, { shape, data }] of Object.entries(inputs))
    fed[name] = { shape, data: Float32Array.from(data), dtype: 'float32' };
  const device = await openDevice('tfjs-cpu');
  const draw = generator(file.length);
  const found = { run: 0, refused: 0 };
  for (let index = 0; index < count / files.length; index++) {
    const damaged = mutated(bytes, draw);
    try {
      const model = readOnnx(damaged);
      await device.compile((tensors) => model.run(tensors, tensors))({ ...model.weights, ...fed });
      found.run++;
    } catch (error) {
      if (!(error instanceof OnnxError))
        throw new Error(`mutation ${index}: ${(error as Error).stack}`, { cause: error });
      expect(error.message).not.toMatch(/\n\s+at |internal:/);
      found.refused++;
    }
  }
  expect(found.refused).toBeGreaterThan(count / files.length / 4);
});
