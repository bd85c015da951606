import { expect, test } from 'vitest';
import { encode } from '../onnx/encode.ts';
import { Builder } from '../symbolic/builder.ts';
import { float32 } from '../tensors/values.ts';
import { Lanes } from './lanes.ts';
import { optionsOf } from './session.ts';

/** y = 2 x of two numbers. */
function double(): Uint8Array {
  const build = new Builder();
  const x = build.graph.input('x', [2], 'float32');
  return encode([x], { y: build.mul(x, build.fill(2)) });
}

test('more calls than lanes wait for a free one', async () => {
  const run = new Lanes(2, optionsOf('cpu', 1)).load(double());
  const found = await Promise.all([1, 2, 3, 4, 5].map((value) => run({ x: float32([value, -value]) })));
  expect(found.map(({ y }) => [...y!.data])).toEqual([1, 2, 3, 4, 5].map((value) => [2 * value, -2 * value]));
});

test('a model that is none is an error of each of its calls, and no other model’s', async () => {
  const lanes = new Lanes(1, optionsOf('cpu', 1));
  const [broken, whole] = [lanes.load(Uint8Array.of(1, 2, 3)), lanes.load(double())];
  await expect(broken({ x: float32([1, 2]) })).rejects.toThrow('protobuf');
  await expect(broken({ x: float32([1, 2]) })).rejects.toThrow('protobuf');
  expect([...(await whole({ x: float32([1, 2]) })).y!.data]).toEqual([2, 4]);
});
