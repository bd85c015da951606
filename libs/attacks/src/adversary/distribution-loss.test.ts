// The loss on distributions against the same sums in double precision, and its gradient against finite differences of them.
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { float32, openDevice, type Values } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { distributionLoss, type DistributionLoss } from './distribution-loss.ts';

const uniform = keyOf('distributions').uniform();
const draw = (count: number, scale: number) => Array.from({ length: count }, () => Math.fround(scale * (2 * uniform() - 1))); // prettier-ignore
const [logits, mass, u] = [draw(40, 3), draw(40, 0.2), draw(12, 1)];
const label = logits.map((_, at) => at % 2);
const weight = logits.map((_, at) => (at % 3 === 0 ? 1.75 : 0.5));
const how: DistributionLoss = {
  workingPoints: [0.5, 1.5],
  width: 0.4,
  cuts: { score: { at: [-1, 0, 1], width: 0.3 }, mass: { at: [0, 0.05], width: 0.02 } },
  decay: 0.05,
};
const slopes = { signal: [3, 2], background: [-5, -9], score: [1, -2, 0.5], mass: [-4, 7] };

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const meanOver = (wanted: number, of: (at: number) => number, weights: readonly number[]) => {
  const those = Array.from(label.keys()).filter((at) => label[at] === wanted);
  return those.reduce((sum, at) => sum + weights[at]! * of(at), 0) / those.reduce((sum, at) => sum + weights[at]!, 0);
};
const inDouble = (weights: readonly number[]) => (z: readonly number[], m: readonly number[]) => {
  const mean = (wanted: number, of: (at: number) => number) => meanOver(wanted, of, weights);
  let total = 0.05 * (u.reduce((sum, one) => sum + one * one, 0) / u.length);
  how.workingPoints.forEach((t, k) => {
    total += slopes.signal[k]! * mean(1, (at) => sigmoid((z[at]! - t) / 0.4));
    total += slopes.background[k]! * mean(0, (at) => sigmoid((z[at]! - t) / 0.4));
  });
  how.cuts.score!.at.forEach((t, k) => (total += slopes.score[k]! * mean(0, (at) => sigmoid((z[at]! - t) / 0.3))));
  how.cuts.mass!.at.forEach((t, k) => (total += slopes.mass[k]! * mean(0, (at) => sigmoid((m[at]! - t) / 0.02))));
  return total;
};

const ways = (['cpu', 'tfjs-cpu'] as const).flatMap((name) => [
  { name, jets: 'that count alike', weights: label.map(() => 1), given: {} as Values },
  { name, jets: 'with weights', weights: weight, given: { weight: float32(weight) } },
]);

test.each(ways)('on $name, jets $jets', async ({ name, weights, given }) => {
  const [device, exact] = [await openDevice(name), inDouble(weights)];
  const run = device.compile((inputs) => {
    const of = (z: tf.Tensor, m: tf.Tensor) => distributionLoss(z, { mass: m }, inputs['u']!, inputs, how);
    const { value, grads } = tf.valueAndGrads((z: tf.Tensor, m: tf.Tensor) => of(z, m).loss)([inputs['z']!, inputs['m']!]); // prettier-ignore
    return { value, dz: grads[0]!, dm: grads[1]!, ...of(inputs['z']!, inputs['m']!).shares };
  });
  const named = Object.fromEntries(Object.entries(slopes).map(([key, values]) => [`slope/${key}`, float32(values)]));
  const found = await run({ ...named, ...given, z: float32(logits), m: float32(mass), u: float32(u, [1, 4, 3]), label: float32(label) }); // prettier-ignore
  expect(found['value']!.data[0]).toBeCloseTo(exact(logits, mass), 4);
  const shift = (values: readonly number[], at: number, by: number) => values.map((v, i) => (i === at ? v + by : v));
  for (let at = 0; at < logits.length; at++) {
    const dz = (exact(shift(logits, at, 1e-5), mass) - exact(shift(logits, at, -1e-5), mass)) / 2e-5;
    const dm = (exact(logits, shift(mass, at, 1e-6)) - exact(logits, shift(mass, at, -1e-6))) / 2e-6;
    expect(found['dz']!.data[at]).toBeCloseTo(dz, 4);
    expect(found['dm']!.data[at]).toBeCloseTo(dm, 3);
  }
  // By a step: counted.
  expect(found['passed/score']!.data[1]).toBeCloseTo(meanOver(0, (at) => Number(logits[at]! > 0), weights), 6); // prettier-ignore
  expect(found['passed/mass']!.data[1]).toBeCloseTo(meanOver(0, (at) => Number(mass[at]! > 0.05), weights), 6); // prettier-ignore
});
