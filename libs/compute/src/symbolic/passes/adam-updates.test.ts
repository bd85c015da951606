import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '../../devices/open-device.ts';
import type { StepFunction, Values } from '../../tensors/device.ts';
import { float32 } from '../../tensors/values.ts';
import { adam, adamState } from '../../training/adam.ts';
import { expectClose } from '../../testing/close.ts';
import { trace } from '../trace.ts';
import { adamUpdates } from './adam-updates.ts';

const weights = { w: float32([0.3, -0.2, 0.1, 0.5, -0.4, 0.2], [3, 2]), b: float32([0.1, -0.1], [2]) };
const initial: Values = { ...weights, ...adamState(weights) };

/** A step of a linear fit; `last` makes the next state of what Adam gave. */
const step =
  (last: (state: tf.NamedTensorMap) => tf.NamedTensorMap = (state) => state): StepFunction =>
  ({ w, b, ...moments }, { x }) => {
    const loss = (w: tf.Tensor, b: tf.Tensor) =>
      tf.mean(tf.square(tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b)));
    const { value, grads } = tf.valueAndGrads(loss as (...of: tf.Tensor[]) => tf.Scalar)([w!, b!]);
    const gradients = { w: grads[0]!, b: grads[1]! };
    const next = adam({ parameters: { w: w!, b: b! }, gradients, moments, learningRate: 0.05 });
    return { state: last({ ...next.parameters, ...next.moments }), outputs: { loss: value } };
  };

const rows = (count: number) => float32(Float32Array.from({ length: 3 * count }, (_, i) => Math.sin(2.3 * i)), [count, 3]); // prettier-ignore

function found(of: StepFunction): string[] {
  const names = Object.keys(initial);
  const state = (tensors: tf.NamedTensorMap) => Object.fromEntries(names.map((name) => [name, tensors[name]!]));
  const { inputs, outputs } = trace(({ x, ...now }) => of(state(now), { x: x! }).state, { ...initial, x: rows(4) });
  const given = new Map(inputs.map((value) => [value.origin.kind === 'input' && value.origin.name, value]));
  const entries = names.map((name) => [name, { now: given.get(name)!, next: outputs[name]! }] as const);
  return adamUpdates(new Map(entries)).map(({ theta, m, v }) => `${theta} ${m} ${v}`);
}

test('every update of adam is found, with its moments', () => {
  expect(found(step())).toEqual(['w adam/m/w adam/v/w', 'b adam/m/b adam/v/b']);
});

test.each<[string, (state: tf.NamedTensorMap) => tf.NamedTensorMap]>([
  ['weights that are changed again', (state) => ({ ...state, w: tf.mul(state.w!, 0.5) })],
  ['a moment that is changed again', (state) => ({ ...state, 'adam/m/w': tf.add(state['adam/m/w']!, 1) })],
])('%s are left to the graph', (_, last) => {
  expect(found(step(last))).toEqual(['b adam/m/b adam/v/b']);
});

test('moments of each other are left to the graph', () => {
  const crossed = (state: tf.NamedTensorMap) => ({ ...state, 'adam/m/w': state['adam/v/w']!, 'adam/v/w': state['adam/m/w']! }); // prettier-ignore
  expect(found(step(crossed))).toEqual(['b adam/m/b adam/v/b']);
});

test('updates in place follow eager, whatever the number of rows, after a write and beside updates in the graph', async () => {
  const [compiled, eager] = await Promise.all([openDevice('cpu'), openDevice('tfjs-cpu')]);
  const halved = step((state) => ({ ...state, w: tf.mul(state.w!, 0.5) }));
  for (const of of [step(), halved]) {
    const [ours, theirs] = [compiled, eager].map((device) => device.compileStep(of, initial)) as [ReturnType<typeof compiled.compileStep>, ReturnType<typeof compiled.compileStep>]; // prettier-ignore
    const agree = async () => {
      const [state, expected] = [await ours.read(), await theirs.read()];
      for (const name of Object.keys(initial)) expectClose(state[name]!.data, expected[name]!.data, 5);
      return state;
    };
    for (const count of [4, 7, 7, 4, 4, 7]) for (const one of [ours, theirs]) await one.run({ x: rows(count) });
    const kept = await agree();
    const copies = structuredClone(kept);
    for (const one of [ours, theirs]) await one.run({ x: rows(4) });
    expect(kept).toEqual(copies); // what was read is a copy
    await agree();
    for (const one of [ours, theirs]) one.write(copies);
    for (const one of [ours, theirs]) await one.run({ x: rows(7) });
    await agree();
    for (const one of [ours, theirs]) await one.dispose();
  }
});
