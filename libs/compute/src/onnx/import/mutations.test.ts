// Damaged files: each is read and run, or refused with an OnnxError; none crashes, hangs or shows another error.
// ONNX_MUTATIONS sets how many; 400 without it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inputsOf, outcomes } from '../../testing/damaged.ts';
import { mutated } from '../../testing/mutations.ts';
import { OnnxError, readOnnx } from './index.ts';

const files = ['pfn-torchscript', 'pfn-dynamo', 'particlenet-torchscript', 'transformer-torchscript'];
/** Of each. */
const count = Math.ceil(Number(process.env.ONNX_MUTATIONS ?? 400) / files.length);

test.each(files)('%s, damaged', { timeout: 900_000 }, async (file) => {
  const bytesOf = (end: string) => readFileSync(fileURLToPath(new URL(`peers/${file}.${end}`, import.meta.url)));
  const [bytes, inputs] = [bytesOf('onnx'), inputsOf(bytesOf('json'))];
  const damaged = { read: (draw: Parameters<typeof mutated>[1]) => readOnnx(mutated(bytes, draw)), inputs };
  const found = await outcomes(damaged, { count, seed: file.length, refusal: OnnxError });
  expect(found.refused).toBeGreaterThan(count / 4);
});
