// Gradient regularisation: a penalty on how much the box of an attack can change the loss of a jet, to first order.
import * as tf from '@tensorflow/tfjs-core';
import type { Terms } from '@jetdemon/models';
import type { JetLayout } from '@jetdemon/data';
import { perturb, type Scales } from '../threat/budget.ts';

/**
 * λ ⟨Σ ε |∂L/∂J|⟩ over the jets of a batch, with ε relative in pT and absolute in the angles: the largest change of L within the box,
 * to first order, the dual norm of eq. (4) of arXiv:1802.01421. Its gradient in the weights takes second derivatives.
 */
export function gradientPenalty(
  lambda: number,
  epsilon: Scales,
  layout: JetLayout,
): NonNullable<Terms['penalties']>[number] {
  return ({ jets }, network) => {
    const slope = tf.grad((moved: tf.Tensor) => tf.sum(network.losses(moved)))(jets);
    const room = tf.sub(perturb(jets, tf.onesLike(jets), epsilon, layout), jets);
    return tf.mul(lambda, tf.mean(tf.sum(tf.abs(tf.mul(slope, room)), [1, 2])));
  };
}
