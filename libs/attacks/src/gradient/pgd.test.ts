import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { attackJets } from '../loop/attack-jets.ts';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, linear, smallPfn, targetOf, wavy } from '../testing/targets.ts';
import { pgd, type PgdOptions } from './pgd.ts';

const device = await openDevice('tfjs-cpu');
const jets = someJets(20);
const rows = rowsWith(jets, 1);

const attack = (options: PgdOptions, target = smallPfn()) =>
  attackJets(jets, pgd(options), { device, rows, target, key: keyOf(1) });

/** Logits of `wavy`, in double precision. */
const wavyLogits = (of: typeof jets, [pt, eta, phi]: readonly [number, number, number]) =>
  Array.from(rows, (row) => {
    let sum = 0;
    for (let i = of.offsets[row]!; i < of.offsets[row + 1]!; i++)
      sum += Math.sin(pt * of.ptTeV[i]! + eta * of.eta[i]! + phi * of.phi[i]!);
    return sum;
  });

test('takes the best corner of the box of a linear classifier, which is known in closed form', async () => {
  const epsilon = { pt: 0.001, eta: 0.002, phi: 0.003 };
  for (const momentum of [0, 0.75, 1]) {
    const { jets: after } = await attack({ epsilon, iterations: 10, steps: 6, restarts: 3, momentum }, linear([2, -3, 0])); // prettier-ignore
    for (const row of rows) {
      for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) {
        expect(after.ptTeV[i]! / jets.ptTeV[i]!).toBeCloseTo(1 - 0.01, 6);
        expect(after.eta[i]! - jets.eta[i]!).toBeCloseTo(0.02, 5);
      }
    }
  }
});

test('neither more steps nor more restarts ever leave a jet more like signal', async () => {
  const slopes = [30, 40, -20] as const;
  const epsilon = { pt: 0.01, eta: 0.01, phi: 0.01 };
  let weaker = wavyLogits(jets, slopes);
  const first = weaker;
  for (const [steps, restarts] of [
    [1, 1],
    [4, 1],
    [9, 1],
    [9, 2],
    [9, 4],
  ] as const) {
    // prettier-ignore
    const options = { epsilon, iterations: 10, steps, restarts, stepSize: 0.6 };
    const { jets: moved } = await attack(options, wavy(slopes));
    const found = wavyLogits(moved, slopes);
    found.forEach((logit, jet) => expect(logit).toBeLessThanOrEqual(weaker[jet]! + 1e-4));
    expect(found).not.toEqual(weaker);
    weaker = found;
  }
  weaker.forEach((logit, jet) => expect(logit).toBeLessThan(first[jet]! - 0.1));
});

test('restarts leave a maximum behind, from which no gradient leads', async () => {
  // logit = Σ cos(100 η'), with η' from where the jet is: flat at the start, and lower to either side.
  const at = targetOf((batch) => tf.sum(tf.cos(tf.mul(coordinate(batch, 1), 100)), 1));
  const still = { ...jets, eta: jets.eta.map(() => 0) };
  const given = { device, rows, target: at, key: keyOf(1) };
  const options = { epsilon: { pt: 0, eta: 0.001, phi: 0 }, iterations: 10, steps: 8 };
  const once = await attackJets(still, pgd({ ...options, restarts: 1 }), given);
  expect(once.jets.eta).toEqual(still.eta);
  const twice = await attackJets(still, pgd({ ...options, restarts: 2 }), given);
  // cos(100 · 0.01) at every constituent, the edge of the box.
  for (const row of rows) expect(Math.abs(twice.jets.eta[jets.offsets[row]!]!)).toBeCloseTo(0.01, 6);
});

test('says the mean P(signal) of the best so far at every point', async () => {
  const { response } = await attack({ steps: 3, restarts: 2 });
  expect(response.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const means = response.map(({ meanProbability }) => meanProbability);
  expect(means).toEqual([...means].sort((a, b) => b - a));
});
