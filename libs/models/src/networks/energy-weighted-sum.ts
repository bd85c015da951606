// The sum over the constituents of a jet that energy-flow networks are made of: Σ z Φ(direction), z = pT / Σ pT.
import * as tf from '@tensorflow/tfjs-core';
import { packRows, sumRows, type Tensors } from '@jetdemon/compute';
import type { Constituents } from '../observables/axis.ts';
import { above, orOne } from '../observables/guard.ts';
import { named } from './layers.ts';

export interface Shares {
  /** pT over Σ pT, `[batch, constituents]`; 0 for padding. */
  readonly share: tf.Tensor;
  /** Σ pT, the scalar sum, TeV, `[batch, 1]`; 1 for a jet without constituents. */
  readonly sumPtTeV: tf.Tensor;
}

/** What of the jet's pT each constituent has. */
export function sharesOf({ ptTeV }: Constituents): Shares {
  const sum = tf.sum(ptTeV, 1, true);
  const sumPtTeV = orOne(sum, above(sum, 0));
  return { share: tf.div(ptTeV, sumPtTeV), sumPtTeV };
}

/**
 * Σ z Φ over the constituents, `[batch, latent]`.
 *
 * @param share z, `[batch, constituents]`, 0 for padding
 * @param directions `[batch, constituents]` each, what Φ sees
 * @param batch with the index arrays of `packing` Φ runs on real constituents only
 * @param phi Φ, `[rows, directions]` -> `[rows, latent]`
 */
export function energyWeightedSum(
  share: tf.Tensor,
  directions: readonly tf.Tensor[],
  batch: Tensors,
  phi: (rows: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const inputs = directions.length;
  const slots = tf.reshape(tf.stack([share, ...directions], 2), [-1, 1 + inputs]) as tf.Tensor2D;
  const weighted = (rows: tf.Tensor) =>
    tf.mul(tf.slice(rows, [0, 0], [-1, 1]), phi(tf.slice(rows, [0, 1], [-1, inputs])));
  if ('slotOfRow' in batch) {
    const rowOfSlot = named(batch, 'rowOfSlot') as tf.Tensor2D;
    const rows = packRows(slots, named(batch, 'slotOfRow') as tf.Tensor1D, rowOfSlot);
    return sumRows(weighted(rows) as tf.Tensor2D, named(batch, 'jetOfRow') as tf.Tensor1D, rowOfSlot);
  }
  const perSlot = weighted(slots);
  return tf.sum(tf.reshape(perSlot, [-1, share.shape[1]!, perSlot.shape[1]!]), 1);
}
