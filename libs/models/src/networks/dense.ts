// The "simple fully-connected network" of §II of arXiv:1910.08606, on the constituents in their order.
import * as tf from '@tensorflow/tfjs-core';
import { coordinates, type JetLayout } from '@jetdemon/data';
import type * as z from 'zod';
import type { hyperparameters, InputScales } from './hyperparameters.ts';
import { centred, logit, named, reluStack } from './layers.ts';
import { stackShapes, type Network } from './network.ts';

/** Centring → constituents × 3 inputs, padding as zeros → ReLU layers → 1 logit. Depends on the order of the constituents. */
export function dense(
  { hidden, inputs: scales = 'scaled' }: z.output<typeof hyperparameters.dense> & { readonly inputs?: InputScales },
  layout: JetLayout,
): Network {
  const inputs = layout.constituents * coordinates;
  return {
    name: 'dense',
    layout,
    hyperparameters: { hidden, ...(scales === 'raw' && { inputs: scales }) },
    shapes: { ...stackShapes('hidden', inputs, hidden), ...stackShapes('logit', hidden.at(-1)!, [1]) },
    indices: () => ({}),
    logits(weights, batch) {
      const flat = tf.reshape(centred(named(batch, 'jets'), layout, [], scales).features, [-1, inputs]);
      return logit(reluStack(flat, weights, 'hidden', hidden.length), weights);
    },
  };
}
