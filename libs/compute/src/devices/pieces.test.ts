// Steps on batches in pieces: what they come to, and what cannot be divided.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { adam, adamState, float32, openDevice, scalar, SignatureError } from '../index.ts';
import type { CompiledStep, Device, DeviceName, StepFunction, TensorValue, Values } from '../index.ts';
import { expectClose } from '../testing/close.ts';

afterEach(() => vi.unstubAllEnvs());

const open = (threads: number, name: DeviceName = 'cpu'): Promise<Device> => {
  vi.stubEnv('JETDEMON_THREADS', String(threads));
  return openDevice(name);
};

/** Least squares: y ≈ tanh(x · a) · b by the mean over the batch. */
const fit: StepFunction = ({ a, b, ...moments }, { x, y }) => {
  const loss = (...[a, b]: tf.Tensor[]) =>
    tf.mean(tf.squaredDifference(tf.matMul(tf.tanh(tf.matMul(x as tf.Tensor2D, a as tf.Tensor2D)), b as tf.Tensor2D), y!)) as tf.Scalar; // prettier-ignore
  const { value, grads } = tf.valueAndGrads(loss)([a!, b!]);
  const next = adam({ parameters: { a: a!, b: b! }, gradients: { a: grads[0]!, b: grads[1]! }, moments, learningRate: 0.01 }); // prettier-ignore
  return { state: { ...next.parameters, ...next.moments }, outputs: { loss: value } };
};

const wave = (rows: number, columns: number, phase: number): TensorValue =>
  float32(
    Float32Array.from({ length: rows * columns }, (_, at) => Math.sin(phase + 1.7 * at)),
    [rows, columns],
  );
const weights = { a: wave(5, 7, 1), b: wave(7, 1, 2) };
const initial: Values = { ...weights, ...adamState(weights) };
const size = 24;
const batch = { x: wave(size, 5, 3), y: wave(size, 1, 4) };

/** So many rows of the batch, one piece after the other. */
const pieces = (count: number): Values[] =>
  Array.from({ length: count }, (_, piece) => {
    const part = ({ data, shape: [rows, columns] }: TensorValue): TensorValue => {
      const own = rows! / count;
      return float32((data as Float32Array).slice(piece * own * columns!, (piece + 1) * own * columns!), [
        own,
        columns!,
      ]);
    };
    return { x: part(batch.x), y: part(batch.y) };
  });

async function trained(step: CompiledStep, inputs: readonly Values[]): Promise<{ losses: number[]; state: Values }> {
  const losses: number[] = [];
  for (let i = 0; i < 40; i++) losses.push((await step.run(...inputs)).loss!.data[0]!);
  const state = await step.read();
  await step.dispose();
  return { losses, state };
}

describe.runIf(process.platform === 'linux')('pieces of a batch', () => {
  test.each([2, 3, 4])('%s train as the whole does, on the reference too', async (count) => {
    const inPieces = await trained((await open(count)).compileStep(fit, initial), pieces(count));
    const whole = await trained((await open(count)).compileStep(fit, initial), [batch]);
    const reference = await trained((await openDevice('tfjs-cpu')).compileStep(fit, initial), [batch]);
    expect(reference.losses.at(-1)!).toBeLessThan(reference.losses[0]! / 2);
    for (const { losses, state } of [whole, reference]) {
      losses.forEach((loss, at) => expect(inPieces.losses[at]).toBeCloseTo(loss, 4));
      for (const [name, { data }] of Object.entries(state)) expectClose(inPieces.state[name]!.data, data, 3);
    }
  });

  test.each([
    [1, 1],
    [2, 2],
    [4, 4],
    [16, 4],
  ])('with %s threads there are up to %s', async (threads, most) => {
    const step = (await open(threads)).compileStep(fit, initial);
    expect(step.pieces).toBe(most);
    await expect(step.run(...pieces(most + 1))).rejects.toThrow(
      new SignatureError(`expected the inputs of 1 to ${most} pieces of a batch, found ${most + 1}`),
    );
    await expect(step.run()).rejects.toThrow(SignatureError);
    await step.dispose();
  });

  test('a step may go from one number of them to another', async () => {
    const step = (await open(4)).compileStep(fit, initial);
    const whole = (await open(1)).compileStep(fit, initial);
    for (const count of [2, 1, 4, 3, 1, 2]) {
      const loss = (await step.run(...pieces(count))).loss!.data[0]!;
      expect(loss).toBeCloseTo((await whole.run(batch)).loss!.data[0]!, 5);
    }
    await step.dispose();
    await whole.dispose();
  });

  test('a state that something else than adam carries on cannot be divided', async () => {
    const step = (await open(2)).compileStep(
      ({ total }, { x }) => ({ state: { total: tf.add(total!, tf.sum(x!)) }, outputs: {} }),
      { total: scalar(0) },
    );
    const [one, other] = [float32([1, 2]), float32([3, 4])].map((x): Values => ({ x })) as [Values, Values];
    await expect(step.run(one, other)).rejects.toThrow('total of the state is not updated by adam');
    await step.run(one);
    expect((await step.read()).total!.data[0]).toBe(3);
    await step.dispose();
  });

  test('outputs that are no numbers cannot be', async () => {
    const perJet: StepFunction = (state, inputs) => {
      const { state: next } = fit(state, inputs);
      return { state: next, outputs: { perJet: inputs.y! } };
    };
    const step = (await open(2)).compileStep(perJet, initial);
    await expect(step.run(...pieces(2))).rejects.toThrow('output perJet: expected a float32 number, a mean over the batch, found float32 [12, 1]'); // prettier-ignore
    await step.dispose();
  });

  test('one that fails leaves the state as it was', async () => {
    const gathered: StepFunction = (state, { at, ...inputs }) =>
      fit(state, { x: tf.gather(inputs.x!, at as tf.Tensor1D), y: tf.gather(inputs.y!, at as tf.Tensor1D) });
    const step = (await open(2)).compileStep(gathered, initial);
    const rows = (...data: number[]): TensorValue => ({ data: Int32Array.from(data), shape: [3], dtype: 'int32' });
    const right = { ...batch, at: rows(0, 1, 2) };
    for (const at of [0, 1]) {
      const wrong = [right, right].map((one, piece) => (piece === at ? { ...batch, at: rows(0, 1, size) } : one));
      await expect(step.run(...wrong)).rejects.toThrow('out of data bounds');
    }
    const read = await step.read();
    for (const [name, { data }] of Object.entries(initial)) expect(read[name]!.data).toEqual(data);
    expect((await step.run(right, right)).loss!.data[0]).toBeGreaterThan(0);
    await step.dispose();
  });
});

test.each<DeviceName>(['tfjs-cpu', 'tfjs-wasm'])('%s has none', async (name) => {
  const step = (await openDevice(name)).compileStep(fit, initial);
  expect(step.pieces).toBe(1);
  await expect(step.run(...pieces(2))).rejects.toThrow('expected the inputs of 1 batch, found 2');
  await step.dispose();
});
