// Adversaries for tests: trained in seconds on bundled jets, or with weights that are known in closed form.
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { openDevice, type Values } from '@jetdemon/compute';
import { readJets } from '@jetdemon/data';
import { initialise, observables, type Tagger } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { adversaryNetwork, type AdversaryHyperparameters, type AdversaryNetwork } from '../adversary/network.ts';
import type { ObjectiveName } from '../adversary/names.ts';
import { trainAdversary } from '../adversary/train.ts';
import { smallPfn } from './targets.ts';

export interface Training {
  readonly network: Omit<AdversaryHyperparameters, 'rho'>;
  readonly objective: ObjectiveName;
}

/** The 2,000 bundled jets. */
export const bundledJets = () => readJets(fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url)));

/** logit = 2 − (100 (m / TeV − 0.091))² + that of `smallPfn`: jets near the mass of the Z look like signal. */
export function nearZ(): Tagger {
  const network = smallPfn();
  return {
    ...network,
    logits(weights, batch) {
      const { mass } = observables(['mass'], batch['jets']!, network.layout);
      const bump = tf.square(tf.mul(100, tf.sub(mass, 0.091)));
      return tf.add(tf.sub(2, bump), tf.reshape(network.logits(weights, batch), [-1]));
    },
  };
}

/** Weights after 120 steps without acceptance criteria, ρ = 0.02. */
export async function trained({ network: asked, objective }: Training, target: Tagger): Promise<Values> {
  const jets = await bundledJets();
  const row = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, at) => from + at);
  const network = adversaryNetwork({ ...asked, rho: { pt: 0.02, eta: 0.02, phi: 0.02 } }, jets.layout);
  const { weights } = await trainAdversary(
    network,
    target,
    { jets, train: row(0, 1200), validation: row(1200, 2000) },
    { device: await openDevice('cpu'), key: keyOf(1) },
    { objective, lambda: {}, acceptance: {}, trials: 1, steps: 120, batchSize: 64, learningRate: 3e-3 },
  );
  return weights;
}

/** δ = tanh(5 d), d the direction in which the logit falls; 0 for a network that is not shown it. */
export function along(network: AdversaryNetwork): Values {
  return Object.fromEntries(
    Object.entries(initialise(network, keyOf(1))).map(([name, { data, ...value }]) => [
      name,
      { ...value, data: new Float32Array(data.length).fill(name === 'along1/bias' ? 5 : 0) },
    ]),
  );
}
