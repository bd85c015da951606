import { adamState, float32, openDevice, scalar, type DeviceName } from '@jetdemon/compute';
import { defaultLayout } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import { jetFeatureCount } from '../networks/jet-features.ts';
import { initialise } from '../networks/network.ts';
import { crossEntropy, trainingStep } from './step.ts';
import type { Terms } from './terms.ts';

// torch 1.13: z=torch.tensor([-40.,-1.,0.,2.,50.],requires_grad=True); y=torch.tensor([0.,1.,1.,0.,0.])
// l=torch.nn.functional.binary_cross_entropy_with_logits(z,y); l.backward(); print(l, z.grad)
test.each<DeviceName>(['tfjs-cpu', 'cpu'])('on %s the loss and its gradient are those of torch', async (name) => {
  const device = await openDevice(name);
  const run = device.compile(({ z, y }) => ({
    loss: crossEntropy(z!, y!),
    gradient: tf.grad((logits: tf.Tensor) => crossEntropy(logits, y!))(z!),
  }));
  const { loss, gradient } = await run({ z: float32([-40, -1, 0, 2, 50]), y: float32([0, 1, 1, 0, 0]) });
  expect(loss!.data[0]).toBeCloseTo(10.826667375824227, 5);
  const expected = [8.496708510583178e-19, -0.14621171572600097, -0.1, 0.17615941559557646, 0.2];
  expected.forEach((slope, at) => expect(gradient!.data[at]).toBeCloseTo(slope, 6));
});

// the same with w=torch.tensor([1.,2.,0.5,-1.,0.25]) and binary_cross_entropy_with_logits(z,y,weight=w)
test('weighted, the loss and its gradient are those of torch', async () => {
  const device = await openDevice('cpu');
  const run = device.compile(({ z, y, w }) => ({
    loss: crossEntropy(z!, y!, w),
    gradient: tf.grad((logits: tf.Tensor) => crossEntropy(logits, y!, w))(z!),
  }));
  const inputs = { z: float32([-40, -1, 0, 2, 50]), y: float32([0, 1, 1, 0, 0]), w: float32([1, 2, 0.5, -1, 0.25]) };
  const { loss, gradient } = await run(inputs);
  expect(loss!.data[0]).toBeCloseTo(2.669233798980713, 5);
  const expected = [
    8.496708262277319e-19, -0.29242342710494995, -0.05000000074505806, -0.17615941166877747, 0.05000000074505806,
  ];
  expected.forEach((slope, at) => expect(gradient!.data[at]).toBeCloseTo(slope, 6));
});

test('what was prepared of the jets takes their place, but with terms, which move them', async () => {
  const network = createNetwork('hl', { ...defaultLayout, constituents: 3 }, { hidden: [4] });
  const weights = initialise(network, keyOf(1));
  const device = await openDevice('cpu');
  // two jets of three constituents: pT [TeV], η, φ
  const jets = [0.4, 0, 0, 0.2, 0.3, 0.1, 0.1, -0.2, 0.4, 0.3, 1, 2, 0.3, 1.5, 2.1, 0.2, 0.8, 1.7];
  const inputs = {
    jets: { data: Float32Array.from(jets), shape: [2, 3, 3], dtype: 'float32' as const },
    label: float32([0, 1]),
    learningRate: scalar(0),
  };
  const lossOf = async (terms: Terms | undefined, more = {}) => {
    const step = device.compileStep(trainingStep(network, { terms }), { ...weights, ...adamState(weights) });
    return (await step.run({ ...inputs, ...more })).loss!.data[0]!;
  };
  const prepared = {
    data: new Float32Array(2 * jetFeatureCount).fill(3),
    shape: [2, jetFeatureCount],
    dtype: 'float32' as const,
  };
  const moving: Terms = { described: {}, attacked: { share: 1, move: ({ jets }) => tf.mul(jets, 0.5) } };
  expect(await lossOf(undefined, { prepared })).not.toBe(await lossOf(undefined));
  expect(await lossOf(moving, { prepared })).toBe(await lossOf(moving));
});
