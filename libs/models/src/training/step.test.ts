import { float32, openDevice, type DeviceName } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { crossEntropy } from './step.ts';

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
