import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { attackJets } from '../loop/attack-jets.ts';
import { fgsm } from '../gradient/fgsm.ts';
import { perturbRandomly } from '../random/random.ts';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { linear, targetOf } from '../testing/targets.ts';
import { square } from './square.ts';

const device = await openDevice('tfjs-cpu');
const jets = someJets(24);
const rows = rowsWith(jets, 1);
const epsilon = { pt: 0, eta: 0.001, phi: 0 };
const key = keyOf(3);

const fall = async (attack: Parameters<typeof attackJets>[1], target = linear([0, 1, 0])): Promise<number> => {
  const { response } = await attackJets(jets, attack, { device, rows, target, key });
  return response[0]!.meanProbability - response.at(-1)!.meanProbability;
};

test('comes near the best corner of the box, which a linear classifier has in closed form', async () => {
  // FGSM takes that corner: ten steps of ε along −sign w. The search gets most of it, and more of it by more queries.
  const best = await fall(fgsm({ epsilon, iterations: 10 }));
  const few = await fall(square({ epsilon, iterations: 10, queries: 20 }));
  const many = await fall(square({ epsilon, iterations: 10, queries: 400 }));
  expect(few).toBeLessThan(many);
  expect(many).toBeGreaterThan(0.8 * best);
  expect(many).toBeLessThanOrEqual(best + 1e-6);
});

test('fools a classifier of steps, as trees are, whose gradient is zero', async () => {
  const steps = targetOf((batch) => {
    const eta = tf.squeeze(tf.slice(batch, [0, 0, 1], [-1, -1, 1]), [2]);
    return tf.mul(tf.sum(tf.step(tf.sin(tf.mul(eta, 200))), 1), 0.1);
  });
  expect(await fall(fgsm({ epsilon, iterations: 10 }), steps)).toBeCloseTo(0, 6);
  expect(await fall(square({ epsilon, iterations: 10, queries: 100 }), steps)).toBeGreaterThan(0.02);
});

test('says what it asked: the scores before and after', async () => {
  const attack = square({ epsilon, iterations: 10, queries: 5 });
  const { response } = await attackJets(jets, attack, { device, rows, target: linear([0, 1, 0]), key });
  expect(response.map(({ iteration }) => iteration)).toEqual([0, 1]);
  const random = await attackJets(jets, perturbRandomly(), { device, rows, target: linear([0, 1, 0]), key });
  expect(random.response).toEqual([]);
});
