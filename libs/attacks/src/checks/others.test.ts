// Checks of attacks that do not walk along the gradient in a box.
import type { AdversaryTrial } from '@jetdemon/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { adversaryNetwork } from '../adversary/network.ts';
import { minimumNorm } from '../gradient/minimum-norm.ts';
import { along } from '../testing/some-adversaries.ts';
import { jetsOf, rowsWith, someJets } from '../testing/some-jets.ts';
import { coordinate, linear, targetOf } from '../testing/targets.ts';
import { checkAdversary } from './adversary.ts';
import { checkMinimumNorm } from './minimum-norm.ts';
import { checkSquare } from './square.ts';

const device = await openDevice('tfjs-cpu');
const drawn = someJets(8);
const jets = { ...drawn, eta: drawn.eta.map((eta) => 0.2 * eta) }; // within reach of a radian
const rows = rowsWith(jets, 1);
const given = { device, rows, key: keyOf(1), queries: 40 };
const plane = linear([0, 40, 0]);
/** Steps in η, and a slope of zero, which TensorFlow.js does not know of steps. */
const stairs = targetOf((batch) => tf.add(tf.sum(tf.step(tf.sin(tf.mul(coordinate(batch, 1), 200))), 1), tf.mul(0, tf.sum(batch, [1, 2])))); // prettier-ignore
const found = (checks: Awaited<ReturnType<typeof checkSquare>>) =>
  Object.fromEntries(checks.map(({ check, holds, found: share }) => [check, { holds, found: share }]));

describe('square', () => {
  const box = { pt: 0.01, eta: 0.01, phi: 0.01 };

  test('all hold for a classifier that is linear', async () => {
    const checks = found(await checkSquare(jets, box, { ...given, target: plane }));
    expect(Object.keys(checks)).toEqual(['more steps', 'unbounded budget', 'gradient', 'masked gradients']);
    for (const { holds } of Object.values(checks)) expect(holds).toBe(true);
  });

  test('finds what a masked gradient does not lead to', async () => {
    const checks = found(await checkSquare(jets, box, { ...given, target: stairs }));
    expect(checks['gradient']!.found).toBeGreaterThan(0.5);
    expect(checks['gradient']!.holds).toBe(false);
    expect(checks['masked gradients']).toEqual({ holds: false, found: 1 });
  });

  test('asks a classifier without a gradient for scores alone', async () => {
    const checks = found(await checkSquare(jets, box, { ...given, target: { ...plane, gradient: 'none' } }));
    expect(Object.keys(checks)).toEqual(['more steps', 'unbounded budget']);
  });
});

describe('minimum norm', () => {
  const make = (steps: number) =>
    minimumNorm({ resolution: { relativePt: '0.1', eta: '0.01', phi: '0.01' }, steps, threshold: 0.5 });

  test('all hold for a classifier that is linear, where the smallest move is known', async () => {
    const checks = found(await checkMinimumNorm(jets, { steps: 10, make }, { ...given, target: plane }));
    for (const { holds } of Object.values(checks)) expect(holds).toBe(true);
  });

  test('steps that lead astray find moves so large that some at random cross too', async () => {
    // Down η in truth; by what it says of its slope a tenth as fast, and faster down φ.
    const misled = targetOf((batch) =>
      tf.customGrad((x) => ({
        value: tf.sum(tf.mul(40, coordinate(x as tf.Tensor, 1)), 1),
        gradFunc: (dy: tf.Tensor) =>
          tf.mul(tf.reshape(dy, [-1, 1, 1]), tf.mul(tf.onesLike(batch), tf.tensor1d([0, 4, 10]))),
      }))(batch),
    );
    const few = jetsOf([1, 2, 3].map((n) => Array.from({ length: n }, () => [0.1, 0.1, 0] as const)));
    const options = { ...given, rows: rowsWith(few, 0, 1), target: misled };
    const checks = found(await checkMinimumNorm(few, { steps: 100, make }, options));
    expect(checks['random search']).toEqual({ holds: false, found: 1 });
  });

  test('no slope, no move', async () => {
    const checks = found(await checkMinimumNorm(jets, { steps: 10, make }, { ...given, target: stairs }));
    expect(checks['unbounded budget']!.holds || checks['masked gradients']!.holds).toBe(false);
  });
});

describe('adversary', () => {
  const rho = { pt: 0.01, eta: 0.01, phi: 0.01 };
  const network = adversaryNetwork({ architecture: 'dense', hidden: [4], rho, inputs: 'jet+gradient' }, defaultLayout);
  const weights = along(network);
  const against = Object.fromEntries(Object.entries(weights).map(([name, { data, ...value }]) => [name, { ...value, data: (data as Float32Array).map((w) => -w) }])); // prettier-ignore
  const trialsOf = (...losses: number[]): AdversaryTrial[] =>
    losses.map((loss, at) => ({
      ...{ trial: at + 1, epoch: 1, lambda: {}, trainingLoss: 0, ks: {}, ksError: {}, loss, chosen: false },
      failed: loss > 0.5 ? ['score'] : [],
    }));
  const check = async (own: typeof weights, target: typeof plane, ...losses: number[]) =>
    found(
      await checkAdversary(
        jets,
        { adversary: { network, weights: own, target, accepted: true }, trials: trialsOf(...losses) },
        { ...given, target },
      ),
    );

  test('all hold for one that goes down the slope and gained nothing late', async () => {
    const checks = await check(weights, plane, 0.05, 0.1, 0.2, 0.9, 0.2);
    expect(Object.keys(checks)).toEqual(['more steps', 'random search', 'gradient', 'masked gradients']);
    for (const { holds } of Object.values(checks)) expect(holds).toBe(true);
  });

  test('one that goes up is beaten at random, and one that gained in its last trial was not done', async () => {
    const checks = await check(against, plane, 0.05, 0.1, 0.1, 0.2);
    expect(checks['random search']).toEqual({ holds: false, found: 1 });
    expect(checks['more steps']!.holds).toBe(false);
    expect(checks['more steps']!.found).toBeCloseTo(0.1, 12);
  });
});
