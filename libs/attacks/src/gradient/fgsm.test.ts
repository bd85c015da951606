import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDevice, type Device } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { attackJets } from '../loop/attack-jets.ts';
import type { Tagger } from '@jetdemon/models';
import { fgsm, type FgsmOptions } from './fgsm.ts';
import { perturbRandomly } from '../random/random.ts';
import { jetsOf, rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, linear, smallPfn, targetOf } from '../testing/targets.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('tfjs-cpu');
});

const attack = (jets: ReturnType<typeof jetsOf>, target: Tagger, options: FgsmOptions = {}) =>
  attackJets(jets, fgsm(options), { device, rows: rowsWith(jets, 0, 1), target });

describe('fgsm of a linear classifier', () => {
  // logit = Σ (2 pT − 3 η + 0 φ): the gradient is (2, −3, 0) everywhere, so ten steps are known in closed form.
  const jets = someJets(9);
  const scales = { pt: 0.01, eta: 0.02, phi: 0.03 };

  test.each([
    { sign: 'towards-background', gradient: 'current', down: 1 },
    { sign: 'towards-background', gradient: 'original', down: 1 },
    { sign: 'as-printed', gradient: 'current', down: -1 },
    { sign: 'as-printed', gradient: 'original', down: -1 },
  ] as const)('goes along the sign of its weights ($sign, $gradient)', async ({ sign, gradient, down }) => {
    const { jets: after } = await attack(jets, linear([2, -3, 0]), { epsilon: scales, sign, gradient });
    jets.ptTeV.forEach((pt, i) => expect(after.ptTeV[i]! / pt).toBeCloseTo((1 - down * 0.01) ** 10, 5));
    jets.eta.forEach((eta, i) => expect(after.eta[i]! - eta).toBeCloseTo(down * 10 * 0.02, 5));
  });

  test('leaves an axis alone on which the classifier is flat, because sign(0) = 0', async () => {
    const { jets: after } = await attack(jets, linear([2, -3, 0]), { epsilon: scales });
    expect(after.phi).toEqual(jets.phi);
  });

  test('moves a jet that is background beyond doubt, although f is 0 in single precision', async () => {
    const { jets: after } = await attack(jetsOf([[[0.1, -200, 0]]]), linear([0, 1, 0]), { iterations: 1 });
    expect(after.eta[0]).toBe(Math.fround(-200.001));
  });

  test('reports the mean probability after each iteration, and before and after when the gradient is kept', async () => {
    const one = jetsOf([[[0.1, 1, 0]]]);
    const epsilon = { pt: 0, eta: 0.1, phi: 0 };
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const { response } = await attack(one, linear([0, 1, 0]), { epsilon, iterations: 3 });
    expect(response.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3]);
    response.forEach(({ iteration, meanProbability }) =>
      expect(meanProbability).toBeCloseTo(sigmoid(1 - 0.1 * iteration), 5),
    );
    const kept = await attack(one, linear([0, 1, 0]), { epsilon, iterations: 3, gradient: 'original' });
    expect(kept.response.map(({ iteration }) => iteration)).toEqual([0, 3]);
    expect(kept.response[1]!.meanProbability).toBeCloseTo(sigmoid(0.7), 5);
  });
});

test('the gradient at the current jet turns at a minimum, that of the original jet goes past it', async () => {
  // logit = Σ η² with η = 0.0035 and ε = 0.001: at ±0.0005 the current gradient changes sign with every step.
  const bowl = targetOf((jets) => tf.sum(tf.square(coordinate(jets, 1)), 1));
  const jets = jetsOf([[[0.1, 0.0035, 0]]]);
  expect((await attack(jets, bowl, { gradient: 'current' })).jets.eta[0]).toBeCloseTo(-0.0005, 6);
  expect((await attack(jets, bowl, { gradient: 'original' })).jets.eta[0]).toBeCloseTo(-0.0065, 6);
});

test('a network that depends on the order of constituents is shown them in descending pT at every iteration', async () => {
  // logit = pT of the first constituent. Unsorted, only slot 0 would fall, ten times; sorted, the harder of the two does.
  const leading = targetOf((jets) => tf.squeeze(tf.slice(coordinate(jets, 0), [0, 0], [-1, 1]), [1]));
  const { jets } = await attack(jetsOf([[[0.1, 0, 0], [0.09995, 1, 1]]]), leading); // prettier-ignore
  // 0.1 and 0.09995 fall in turn, five times each, by 0.1%.
  expect(jets.ptTeV[0]).toBeCloseTo(0.1 * 0.999 ** 5, 7);
  expect(jets.ptTeV[1]).toBeCloseTo(0.09995 * 0.999 ** 5, 7);
  expect([...jets.eta]).toEqual([0, 1]);
});

test('does far more to a nonlinear network than the control', async () => {
  const jets = someJets(40);
  const given = { device, rows: rowsWith(jets, 1), target: smallPfn(), key: keyOf(1) };
  const meanOf = async (of: typeof jets) => (await attackJets(of, fgsm({ iterations: 1 }), given)).response[0]!.meanProbability; // prettier-ignore
  const before = await meanOf(jets);
  const [meant, random] = await Promise.all(
    [fgsm(), perturbRandomly()].map(async (one) => (await meanOf((await attackJets(jets, one, given)).jets)) - before),
  );
  expect(Math.abs(random!)).toBeLessThan(0.2 * Math.abs(meant!));
});

test('a classifier whose output or gradient is not finite is an error that names the jet', async () => {
  const jets = someJets(3);
  await expect(attack(jets, linear([NaN, 0, 0]))).rejects.toThrow(
    'expected a classifier with finite output, found NaN for jet 0',
  );
});
