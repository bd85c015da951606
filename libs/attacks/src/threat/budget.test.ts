import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout } from '@jetdemon/data';
import { intoDomain, perturb } from './budget.ts';

const device = await openDevice('tfjs-cpu');

async function on(run: (jets: tf.Tensor3D) => tf.Tensor, ...constituents: number[][]): Promise<number[]> {
  const compiled = device.compile(({ jets }) => ({ out: run(jets as tf.Tensor3D) }));
  const data = Float32Array.from(constituents.flat());
  const { out } = await compiled({ jets: { data, shape: [1, constituents.length, 3], dtype: 'float32' } });
  return [...(out!.data as Float32Array)];
}

const scales = { pt: 0.5, eta: 0.25, phi: 0.125 };

test('perturb is J (1 + rho_pT delta) + rho_Omega delta', async () => {
  const delta = tf.tensor3d([1, -1, 0.5, -0.5, 1, -1], [1, 2, 3]);
  // All values are dyadic, so float32 is exact.
  expect(await on((jets) => perturb(jets, delta, scales, defaultLayout), [2, 1, 1], [1, 0, 0])).toEqual([
    3, 0.75, 1.0625, 0.75, 0.25, -0.125,
  ]);
});

test('perturb leaves padded constituents at exactly +0', async () => {
  const moved = await on((jets) => perturb(jets, tf.onesLike(jets), scales, defaultLayout), [1, 0, 0], [0, 0, 0]);
  expect(moved.slice(3).every((value) => Object.is(value, 0))).toBe(true);
});

test('perturb has the gradient rho in delta, and none for padding', async () => {
  const gradient = (jets: tf.Tensor3D) =>
    tf.grad((delta) => tf.sum(perturb(jets, delta as tf.Tensor3D, scales, defaultLayout)))(tf.zerosLike(jets));
  expect(await on(gradient, [2, 1, 1], [0, 0, 0])).toEqual([1, 0.25, 0.125, 0, 0, 0]);
});

test('intoDomain wraps phi, keeps pT from going below zero and leaves the rest alone bit for bit', async () => {
  const [over, pi] = [Math.fround(3.2), Math.fround(Math.PI)];
  const moved = await on(
    (jets) => intoDomain(jets, defaultLayout),
    [1, 5, over],
    [1, -5, -over],
    [-1, 7, pi],
    [3, -7, -pi],
    [0, 0, 0],
  );
  expect(moved[2]).toBeCloseTo(3.2 - 2 * Math.PI, 6);
  expect(moved[5]).toBeCloseTo(2 * Math.PI - 3.2, 6);
  expect(moved.slice(6)).toEqual([0, 7, pi, 3, -7, -pi, 0, 0, 0]);
  expect([moved[0], moved[1], moved[3], moved[4]]).toEqual([1, 5, 1, -5]);
});
