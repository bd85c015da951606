// Damaged files: each is read and run, or refused with an OnnxError; none crashes, hangs or shows another error.
// ONNX_MUTATIONS sets how many; 400 without it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import type { TensorValue } from '../../tensors/device.ts';
import { generator, mutated } from '../../testing/mutations.ts';
import { OnnxError, readOnnx } from './index.ts';

const count = Number(process.env.ONNX_MUTATIONS ?? 400);
const files = ['pfn-torchscript', 'pfn-dynamo', 'particlenet-torchscript', 'transformer-torchscript'];

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
