// Adversaries on devices that run several steps before their outputs are read: trained as one step after the other.
import { fileURLToPath } from 'node:url';
import { openDevice, type Device } from '@jetdemon/compute';
import { readJets } from '@jetdemon/data';
import { observables } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { targetOf } from '../testing/targets.ts';
import { objectives, type ObjectiveName } from './names.ts';
import { adversaryNetwork } from './network.ts';
import { trainAdversary } from './train.ts';

const cpu = await openDevice('cpu');
const jets = await readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));
const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, at) => from + at);
/** Jets near the mass of the Z look like signal. */
const target = targetOf((batch) => {
  const { mass } = observables(['mass'], batch, jets.layout);
  return tf.sub(2, tf.square(tf.mul(200, tf.sub(mass, 0.091))));
});

/** The cpu, where steps are asked for so many at once. */
const asking = (together: number): Device => ({
  ...cpu,
  compileStep: (step, initial) => ({ ...cpu.compileStep(step, initial), pieces: 1, together }),
});

const trained = async (device: Device, objective: ObjectiveName) => {
  const rho = { pt: 0.02, eta: 0.02, phi: 0.02 };
  const network = adversaryNetwork({ hidden: [12], rho, inputs: 'jet' }, jets.layout);
  const data = { jets, train: rows(0, 600), validation: rows(1200, 1800) };
  const steps = { trials: 2, steps: 18, batchSize: 64, learningRate: 3e-3 };
  const limits = { lambda: { score: 20, mass: 1e4 }, acceptance: { score: 0.1, mass: 0.08 } };
  const { weights, trials } = await trainAdversary(network, target, data, { device, key: keyOf(1) }, { objective, augment: 'reflect', ...limits, ...steps }); // prettier-ignore
  return { weights, trials };
};

test.each(objectives)('%s: the same, bit for bit', async (objective) => {
  expect(await trained(asking(7), objective)).toEqual(await trained(asking(1), objective));
});
