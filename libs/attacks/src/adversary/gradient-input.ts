// Input of an adversary with `jet+gradient`: the classifier's logit of a jet, and its gradient there.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensors } from '@jetdemon/compute';
import { coordinates } from '@jetdemon/data';
import { named } from '@jetdemon/models';
import type { Tagger } from '@jetdemon/models';
import type { Known } from './network.ts';

// Coordinates that matter a tenth of the average count half; those that do not matter are left alone.
const FAINT = 0.1;

/**
 * d = −e / (|e| + 0.1 ⟨|e|⟩) with e = (pT ∂z/∂pT, ∂z/∂η, ∂z/∂φ), the change of the logit z by a move along each axis, and
 * ⟨·⟩ over the real constituents of the jet: nearly the sign of eq. (1), but zero where nothing depends on it.
 *
 * @param batch `jets` [batch, constituents, features] and the classifier's indices
 * @returns logit [batch], descent [batch, constituents, 3] with |d| < 1, 0 for padding; no gradient flows through either
 */
export function knownOf(target: Tagger, weights: Tensors, batch: Tensors): Known {
  let logit!: Tensor;
  const jets = named(batch, 'jets') as Tensor3D;
  const gradient = tf.grad((moved: Tensor) => {
    logit = tf.keep(tf.reshape(target.logits(weights, { ...batch, jets: moved }), [-1]));
    return tf.sum(logit);
  })(jets) as Tensor3D;
  const pt = tf.slice(jets, [0, 0, 0], [-1, -1, 1]);
  const real = tf.step(pt);
  const effect = tf.mul(coordinatesOf(gradient), tf.concat([pt, real, real], 2));
  const size = tf.abs(effect);
  const mean = tf.div(tf.sum(size, [1, 2], true), tf.maximum(tf.mul(3, tf.sum(real, [1, 2], true)), 1));
  const known = {
    logit: tf.clone(logit),
    descent: tf.neg(tf.div(effect, tf.add(size, tf.add(tf.mul(FAINT, mean), 1e-12)))),
  };
  logit.dispose();
  return known;
}

/** [batch, constituents, features] -> [batch, constituents, 3]: what moves; features beyond (pT, η, φ) do not. */
function coordinatesOf(values: Tensor3D): Tensor3D {
  return values.shape[2] === coordinates ? values : tf.slice(values, [0, 0, 0], [-1, -1, coordinates]);
}
