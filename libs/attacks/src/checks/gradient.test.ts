import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { fgsm } from '../gradient/fgsm.ts';
import { pgd } from '../gradient/pgd.ts';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, linear, targetOf } from '../testing/targets.ts';
import { checkGradient, type Checked } from './gradient.ts';

const device = await openDevice('tfjs-cpu');
const drawn = someJets(8);
const jets = { ...drawn, eta: drawn.eta.map((eta) => 0.2 * eta) }; // within reach of a radian
const rows = rowsWith(jets, 1);
const box = { pt: 0.01, eta: 0.01, phi: 0.01 };

const byPgd: Checked = {
  ...{ box, steps: 6 },
  make: (epsilon, steps) => pgd({ epsilon, iterations: 1, steps, restarts: 1, stepSize: 0.25 }),
};
/** An attack that turns round halfway when it is given more steps. */
const turning: Checked = {
  ...{ box, steps: 4 },
  make: (epsilon, steps) => fgsm({ epsilon, iterations: 1, sign: steps > 4 ? 'as-printed' : 'towards-background' }),
};

const verdicts = async (target: ReturnType<typeof targetOf>, checked = byPgd) => {
  const checks = await checkGradient(jets, checked, { device, target, rows, key: keyOf(1), queries: 40 });
  return Object.fromEntries(checks.map(({ check, holds, found }) => [check, { holds, found }]));
};

test('all hold for a linear classifier that can be fooled', async () => {
  const found = await verdicts(linear([0, 40, 0]));
  expect(found).toEqual({
    'more steps': { holds: true, found: 0 },
    'unbounded budget': { holds: true, found: 0 },
    'random search': { holds: true, found: 0 },
    'masked gradients': { holds: true, found: 0 },
  });
});

test('a classifier of steps masks its gradient, and a random search finds what the attack does not', async () => {
  const steps = targetOf((batch) => tf.sum(tf.step(tf.sin(tf.mul(coordinate(batch, 1), 200))), 1));
  const found = await verdicts(withSlopeOfZero(steps));
  expect(found['masked gradients']).toEqual({ holds: false, found: 1 });
  expect(found['random search']!.holds).toBe(false);
  expect(found['unbounded budget']!.holds).toBe(false);
});

test('a classifier that says signal whatever it is shown is not reached without a bound', async () => {
  const deaf = targetOf((batch) => tf.add(tf.mul(0.001, tf.sum(coordinate(batch, 1), 1)), 50));
  const found = await verdicts(deaf);
  expect(found['unbounded budget']).toEqual({ holds: false, found: 1 });
  expect(found['masked gradients']!.holds).toBe(true);
});

test('an attack that more steps lead astray is found', async () => {
  const found = await verdicts(linear([0, 40, 0]), turning);
  expect(found['more steps']).toEqual({ holds: false, found: 1 });
});

/** The same, and a slope of zero, which TensorFlow.js does not know of steps. */
function withSlopeOfZero(target: ReturnType<typeof targetOf>): ReturnType<typeof targetOf> {
  return { ...target, logits: (weights, batch) => tf.add(target.logits(weights, batch), tf.mul(0, tf.sum(batch['jets']!, [1, 2]))) }; // prettier-ignore
}
