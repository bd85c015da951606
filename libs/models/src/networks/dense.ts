// The "simple fully-connected network" of §II of arXiv:1910.08606, on the constituents in their order.
import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { hyperparameters } from './hyperparameters.ts';
import { centred, logit, named, reluStack } from './layers.ts';
import { stackShapes, type Network } from './network.ts';

const INPUTS = 64 * 3;

/** Centring → 64 × 3 inputs, padding as zeros → ReLU layers → 1 logit. Depends on the order of the constituents. */
export function dense({ hidden }: z.output<typeof hyperparameters.dense>): Network {
  return {
    name: 'dense',
    hyperparameters: { hidden },
    shapes: { ...stackShapes('hidden', INPUTS, hidden), ...stackShapes('logit', hidden.at(-1)!, [1]) },
    indices: () => ({}),
    logits(weights, batch) {
      const inputs = tf.reshape(centred(named(batch, 'jets')).features, [-1, INPUTS]);
      return logit(reluStack(inputs, weights, 'hidden', hidden.length), weights);
    },
  };
}
