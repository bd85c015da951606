// The low-level network: a particle-flow network, F(Σ Φ(constituent)), arXiv:1810.05165; §II of arXiv:1910.08606.
// Φ dominates the cost, so with index arrays it runs on the real constituents only; without them on all slots.
import * as tf from '@tensorflow/tfjs-core';
import { packRows, sumRows, type Tensors } from '@jetdemon/compute';
import { coordinates, type JetLayout } from '@jetdemon/data';
import type * as z from 'zod';
import { packed } from './counts.ts';
import type { FeatureInput, hyperparameters, InputScales } from './hyperparameters.ts';
import { centred, logit, named, reluStack } from './layers.ts';
import { stackShapes, type Network } from './network.ts';

// The sum over about 32 constituents, brought back to the size of one.
const TYPICAL_CONSTITUENTS = 32;

/**
 * Centring, features of constituents where they are asked for → Φ (ReLU layers on each constituent) → sum over constituents / 32 → F (ReLU layers) → 1 logit.
 *
 * Invariant under permutations of the constituents.
 */
export function pfn(
  { phi, f, features = [], inputs: scales = 'scaled' }: z.output<typeof hyperparameters.pfn> & { readonly features?: readonly FeatureInput[]; readonly inputs?: InputScales }, // prettier-ignore
  layout: JetLayout,
): Network {
  const latent = phi.at(-1)!;
  const inputs = coordinates + features.length;
  return {
    name: 'pfn',
    layout,
    hyperparameters: { phi, f, ...(features.length > 0 && { features }), ...(scales === 'raw' && { inputs: scales }) },
    shapes: {
      ...stackShapes('phi', inputs, phi),
      ...stackShapes('f', latent, f),
      ...stackShapes('logit', f.at(-1)!, [1]),
    },
    indices: (jets, asked) => packed(jets, layout, asked),
    logits(weights, batch) {
      const total = 'slotOfRow' in batch ? packedSum(weights, batch) : paddedSum(weights, batch);
      return logit(reluStack(tf.div(total, TYPICAL_CONSTITUENTS), weights, 'f', f.length), weights);
    },
  };

  /** Σ Φ over the rows that hold a constituent, `[batch, latent]`. */
  function packedSum(weights: Tensors, batch: Tensors): tf.Tensor {
    const { features: found } = centred(named(batch, 'jets'), layout, features, scales);
    const slots = tf.reshape(found, [-1, inputs]) as tf.Tensor2D;
    const slotOfRow = named(batch, 'slotOfRow') as tf.Tensor1D;
    const rowOfSlot = named(batch, 'rowOfSlot') as tf.Tensor2D;
    const rows = reluStack(packRows(slots, slotOfRow, rowOfSlot), weights, 'phi', phi.length);
    return sumRows(rows as tf.Tensor2D, named(batch, 'jetOfRow') as tf.Tensor1D, rowOfSlot);
  }

  /** The same from all slots, padded ones multiplied by zero. */
  function paddedSum(weights: Tensors, batch: Tensors): tf.Tensor {
    const { features: found, mask } = centred(named(batch, 'jets'), layout, features, scales);
    const slots = reluStack(tf.reshape(found, [-1, inputs]), weights, 'phi', phi.length);
    const perJet = tf.reshape(slots, [-1, mask.shape[1]!, latent]);
    return tf.sum(tf.mul(perJet, tf.expandDims(mask, 2)), 1);
  }
}
