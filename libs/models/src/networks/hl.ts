// The high-level network: a fully connected network on four observables of the jet, §II of arXiv:1910.08606.
import * as tf from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import type { z } from 'zod';
import { observables } from '../observables/index.ts';
import type { hyperparameters } from './hyperparameters.ts';
import { logit, named, reluStack } from './layers.ts';
import { stackShapes, type Network } from './network.ts';

/** The observables as the network sees them, monotone and fixed: about zero mean and unit spread for jets of 0.3 to 0.6 TeV. */
const SCALED = {
  pt: (pt: tf.Tensor) => tf.mul(tf.sub(pt, 0.4), 10),
  eta: (eta: tf.Tensor) => eta,
  mass: (mass: tf.Tensor) => tf.mul(tf.sub(mass, 0.09), 30),
  d2: (d2: tf.Tensor) => tf.mul(tf.sub(tf.log(tf.add(d2, 1)), 1.4), 1.5),
};
const NAMES = Object.keys(SCALED) as (keyof typeof SCALED)[];

/**
 * Parameter-free layer → 10 (pT − 0.4), η, 30 (m − 0.09), 1.5 (log(1 + D2) − 1.4), energies in TeV → ReLU layers → 1 logit.
 */
export function hl({ hidden }: z.output<typeof hyperparameters.hl>, layout: JetLayout): Network {
  return {
    name: 'hl',
    layout,
    hyperparameters: { hidden },
    shapes: { ...stackShapes('hidden', NAMES.length, hidden), ...stackShapes('logit', hidden.at(-1)!, [1]) },
    indices: () => ({}),
    logits(weights, batch) {
      const found = observables(NAMES, named(batch, 'jets'), layout);
      const features = tf.stack(
        NAMES.map((name) => SCALED[name](found[name])),
        1,
      );
      return logit(reluStack(features, weights, 'hidden', hidden.length), weights);
    },
  };
}
