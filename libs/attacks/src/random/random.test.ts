import { beforeAll, expect, test } from 'vitest';
import { openDevice, type Device } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { attackJets } from '../loop/attack-jets.ts';
import { measurePerturbation } from '../threat/achieved.ts';
import { perturbRandomly, type RandomOptions } from './random.ts';
import { jetsOf, rowsWith } from '../testing/some-jets.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('tfjs-cpu');
});

const jet = Array.from({ length: 40 }, () => [0.1, 0, 0] as const);
const jets = jetsOf(Array.from({ length: 50 }, () => jet));
const rows = rowsWith(jets, 0, 1);
const moved = async (options: RandomOptions) =>
  (await attackJets(jets, perturbRandomly(options), { device, rows, key: keyOf(1) })).jets;

// The root mean square of an angle after n iterations, 2000 draws: its standard error is at most 1.6%.
test.each([
  // A walk of n steps of ε.
  { distribution: 'sign', application: 'iterated', iterations: 10, rms: Math.sqrt(10) * 0.001 },
  // One step of n ε.
  { distribution: 'sign', application: 'at-once', iterations: 10, rms: 0.01 },
  // The standard deviation of a uniform distribution in ± ρ is ρ / √3.
  { distribution: 'uniform', application: 'iterated', iterations: 1, rms: 0.001 / Math.sqrt(3) },
  { distribution: 'uniform', application: 'at-once', iterations: 10, rms: 0.01 / Math.sqrt(3) },
] as const)('$distribution, $application has no bias and the spread of its law', async ({ rms, ...options }) => {
  const { constituent } = measurePerturbation(jets, await moved(options), rows);
  for (const { mean, rms: found } of Object.values(constituent)) {
    expect(Math.abs(mean)).toBeLessThan((4 * rms) / Math.sqrt(2000));
    expect(found / rms).toBeGreaterThan(0.93);
    expect(found / rms).toBeLessThan(1.07);
  }
});

test('draws are independent of one another: across jets, constituents and axes', async () => {
  const { ptTeV, eta, phi } = await moved({ distribution: 'uniform' });
  expect(new Set(eta).size).toBeGreaterThan(1950);
  const shift = ptTeV.map((pt) => pt / 0.1 - 1);
  const correlation = (a: Float32Array, b: Float32Array) => {
    const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  };
  // Four standard errors of a correlation of 2000 independent pairs; of 1960 and 1999 for neighbours.
  const bound = 4 / Math.sqrt(1960);
  expect(Math.abs(correlation(eta, phi))).toBeLessThan(bound);
  expect(Math.abs(correlation(eta, shift))).toBeLessThan(bound);
  expect(Math.abs(correlation(eta.subarray(40), eta.subarray(0, -40)))).toBeLessThan(bound);
  expect(Math.abs(correlation(eta.subarray(1), eta.subarray(0, -1)))).toBeLessThan(bound);
});
