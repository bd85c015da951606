// Invariants of trainings with every objective: the same with and without an interruption, an end when nothing is
// gained.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDevice } from '@jetdemon/compute';
import { readJets } from '@jetdemon/data';
import { observables } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { targetOf } from '../testing/targets.ts';
import { objectives, type ObjectiveName } from './names.ts';
import { adversaryNetwork } from './network.ts';
import { trainAdversary, type AdversaryOptions } from './train.ts';

const device = await openDevice('cpu');
const jets = await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));
const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, at) => from + at);
const data = { jets, train: rows(0, 1200), validation: rows(1200, 2000) };
/** Jets near the mass of the Z look like signal. */
const target = targetOf((batch) => {
  const { mass } = observables(['mass'], batch, jets.layout);
  return tf.sub(2, tf.square(tf.mul(200, tf.sub(mass, 0.091))));
});
const acceptance = { score: 0.1, mass: 0.08 };

let scratch: string;
beforeEach(async () => void (scratch = await mkdtemp(join(tmpdir(), 'adversary-'))));
afterEach(() => rm(scratch, { recursive: true }));

const training = (
  objective: ObjectiveName,
  options: Partial<AdversaryOptions> = {},
  folder?: string,
  stopAfter?: number,
) => {
  // prettier-ignore
  const rho = { pt: 0.02, eta: 0.02, phi: 0.02 };
  const network = adversaryNetwork({ architecture: 'set', hidden: [12], rho, inputs: 'jet' }, jets.layout);
  const context = {
    device,
    key: keyOf(1),
    ...(folder && { scratch: folder }),
    progress(message: string) {
      if (stopAfter !== undefined && message.startsWith(`trial ${stopAfter + 1}/`)) throw new Error('killed');
    },
  };
  const given = {
    lambda: { score: 20, mass: 1e4 },
    acceptance,
    trials: 4,
    steps: 25,
    batchSize: 64,
    learningRate: 3e-3,
  };
  return trainAdversary(network, target, data, context, { objective, augment: 'reflect', ...given, ...options });
};

const ways: readonly { name: string; objective: ObjectiveName; way?: Partial<AdversaryOptions> }[] = [
  ...objectives.map((objective) => ({ name: objective, objective })),
  { name: 'significance with enriched batches', objective: 'significance', way: { enrich: 0.5 } },
];

test('enriched batches are refused where every jet is held by itself', () =>
  expect(training('jets', { enrich: 0.5 })).rejects.toThrow(
    'expected enrich: 0 with the objective jets, found 0.5: set objective: significance',
  ));

describe.each(ways)('a training for $name', ({ objective, way = {} }) => {
  test('that is killed goes on where it was, bit for bit', async () => {
    const whole = await training(objective, way);
    await expect(training(objective, way, scratch, 2)).rejects.toThrow('killed');
    const resumed = await training(objective, way, scratch);
    expect(resumed.trials).toEqual(whole.trials);
    expect(resumed.weights).toEqual(whole.weights);
    const files = await readdir(scratch);
    expect(files.filter((name) => name.includes('state'))).toEqual(['adversary-state-4.arrow']);
    await expect(training(objective, { ...way, learningRate: 1e-3 }, scratch)).rejects.toThrow(
      /checkpoint of this training/,
    );
  });

  test('ends after as many trials without a better one as it has patience', async () => {
    const { trials, chosen } = await training(objective, {
      ...way,
      learningRate: 1e-9,
      patience: 2,
      trials: 9,
      steps: 2,
    });
    expect(trials.length).toBe(chosen.trial + 2);
  });
});

test('significance is lowered, within acceptance criteria as far as they allow, and further without them', async () => {
  const long = { trials: 6, steps: 40 };
  const held = await training('significance', long);
  const free = await training('significance', { ...long, acceptance: {} });
  expect(held.accepted).toBe(true);
  expect(held.chosen.loss).toBeGreaterThan(0.02);
  expect(free.chosen.loss).toBeGreaterThan(held.chosen.loss);
});
