import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { adam, adamState } from './adam.ts';
import { openDevice } from '../devices/open-device.ts';
import { float32 } from '../tensors/values.ts';

// torch 1.13: p=torch.tensor([1.,-2.,3.],dtype=torch.float64,requires_grad=True); o=torch.optim.Adam([p],lr=0.1)
// for _ in range(N): o.zero_grad(); (p**4).sum().backward(); o.step()
const afterSteps: Record<number, number[]> = {
  1: [0.9000000002499999, -1.90000000003125, 2.900000000009259],
  5: [0.5339223782579703, -1.5119663616996282, 2.5067418352791027],
  100: [-0.08813026901264738, -0.09882369451244948, 0.4430834087809497],
};

const cases = Object.entries(afterSteps).flatMap(([steps, expected]) =>
  (['tfjs-cpu', 'cpu'] as const).map((name) => [steps, name, expected] as const),
);

test.each(cases)('adam follows torch.optim.Adam for %s steps on %s', async (steps, name, expected) => {
  const device = await openDevice(name);
  const initial = { p: float32([1, -2, 3]) };
  const step = device.compileStep(
    (state) => {
      const gradient = tf.grad((p: tf.Tensor) => tf.sum(tf.pow(p, 4)))(state.p!);
      const next = adam({ parameters: { p: state.p! }, gradients: { p: gradient }, moments: state, learningRate: 0.1 });
      return { state: { ...next.parameters, ...next.moments }, outputs: {} };
    },
    { ...initial, ...adamState(initial) },
  );
  for (let i = 0; i < Number(steps); i++) await step.run({});
  const { p } = await step.read();
  expected.forEach((value, index) => expect(p!.data[index]).toBeCloseTo(value, 5));
  await step.dispose();
});

test('a missing gradient is named', () => {
  const p = tf.scalar(1);
  expect(() => adam({ parameters: { p }, gradients: {}, moments: { 'adam/t': p }, learningRate: 1 })).toThrow(
    'adam: expected a tensor p',
  );
});
