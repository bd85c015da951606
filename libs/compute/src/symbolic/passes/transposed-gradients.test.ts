import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createSession, runtime, toRuntime } from '../../devices/session.ts';
import { encode } from '../../onnx/encode.ts';
import { float32 } from '../../tensors/values.ts';
import { reachable } from '../graph.ts';
import { trace } from '../trace.ts';

const wave = (size: number, frequency: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(frequency * i));
const inputs = {
  x: float32(wave(512 * 256, 1.7), [512, 256]),
  y: float32(wave(512 * 128, 0.9), [512, 128]),
  narrow: float32(wave(512 * 64, 1.3), [512, 64]),
};

/** Gradients of a wide and of a narrow layer, and a matrix with itself. */
const run = ({ x, y, narrow }: tf.NamedTensorMap): tf.NamedTensorMap => {
  const [a, b, c] = [x as tf.Tensor2D, y as tf.Tensor2D, narrow as tf.Tensor2D];
  return { ofWide: tf.matMul(a, b, true), ofNarrow: tf.matMul(a, c, true), ofItself: tf.matMul(b, b, true) };
};

const isOp = (op: string) => (value: { origin: { kind: string; op?: string } }) => value.origin.op === op;

test('copies are made for wide layers, of a shape that the runtime does not put back, on the cpu alone', () => {
  const copies = (forCpu: boolean) =>
    reachable(Object.values(trace(run, inputs, { forCpu }).outputs))
      .filter(isOp('Transpose'))
      .map(({ shape }) => shape);
  expect(copies(true)).toEqual([[1, 256, 512], [1, 128, 512]]); // prettier-ignore
  expect(copies(false)).toEqual([]);
});

test('the products are bit by bit those without copies, and right', async () => {
  const ort = await runtime();
  const products = async (forCpu: boolean) => {
    const traced = trace(run, inputs, { forCpu });
    const session = await createSession(encode(traced.inputs, traced.outputs), 'cpu', { threads: 1 });
    const feeds = Object.entries(inputs).map(([name, value]) => [name, toRuntime(ort, name, value)]);
    const found = await session.run(Object.fromEntries(feeds));
    await session.release();
    return Object.fromEntries(Object.keys(traced.outputs).map((name) => [name, found[name]!.data as Float32Array]));
  };
  const [found, without] = [await products(true), await products(false)];
  expect(found).toEqual(without);
  for (const [i, j] of [
    [0, 0],
    [3, 100],
    [255, 127],
  ] as const) {
    // prettier-ignore
    let sum = 0;
    for (let row = 0; row < 512; row++) sum += inputs.x.data[row * 256 + i]! * inputs.y.data[row * 128 + j]!;
    expect(found.ofWide![i * 128 + j]).toBeCloseTo(sum, 4);
  }
});
