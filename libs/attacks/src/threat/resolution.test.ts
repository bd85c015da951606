import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { float32, openDevice } from '@jetdemon/compute';
import { defaultLayout } from '@jetdemon/data';
import { expect, test } from 'vitest';
import { displacement } from './resolution.ts';

const moved = (jets: tf.Tensor, moves: tf.Tensor) =>
  displacement.project(displacement.step(jets as Tensor3D, moves as Tensor3D, defaultLayout), defaultLayout);

test('an azimuth that is moved by several turns comes back into [−π, π], with a slope of 1', async () => {
  const device = await openDevice('cpu');
  const run = device.compile(({ jets, moves }) => ({
    at: moved(jets!, moves!),
    slope: tf.grad((by: tf.Tensor) => tf.sum(moved(jets!, by)))(moves!),
  }));
  const by = [0, 20, -3.5, -20, 2.5];
  const jets = Float32Array.from(by.flatMap(() => [1, 0.25, 1]));
  const moves = Float32Array.from(by.flatMap((phi) => [0, 0, phi]));
  const { at, slope } = await run({ jets: float32(jets, [1, by.length, 3]), moves: float32(moves, [1, by.length, 3]) });
  by.forEach((phi, i) => {
    const expected = Math.atan2(Math.sin(1 + phi), Math.cos(1 + phi));
    expect(at!.data[3 * i + 2]).toBeCloseTo(expected, 5);
    expect(at!.data[3 * i + 1]).toBe(0.25);
    expect(slope!.data[3 * i + 2]).toBe(1);
  });
  expect(at!.data[2]).toBe(1);
});
