// The fast gradient sign method: every coordinate of every constituent moves by ± ε along the sign of the gradient.
import * as tf from '@tensorflow/tfjs-core';
import type { GradientAttack } from '../loop/attack.ts';
import { box } from '../threat/box.ts';
import type { Scales } from '../threat/budget.ts';

export interface FgsmOptions {
  /** Move per iteration: relative in pT, absolute in η and φ. */
  readonly epsilon?: Scales;
  readonly iterations?: number;
  /** `current`: gradient at the jet as moved so far (the paper); `original`: that of the first jet, compounded. */
  readonly gradient?: 'current' | 'original';
  /** `towards-background` lowers the background loss (what is meant); `as-printed` steps along +∇, which raises it. */
  readonly sign?: 'towards-background' | 'as-printed';
}

/**
 * δ = −sign ∇_J L_XE(f(J), y_bg), with L_XE(f, y_bg) = −log(1 − f), then J ↦ J (1 + ε_pT δ) + ε_Ω δ.
 *
 * Eq. (1), §III.A of arXiv:1910.08606 prints +sign, along which the background loss rises and a jet looks more like
 * signal; the text means the opposite, hence `sign`. ∇L_XE = f ∇logit and f > 0, so the sign is taken of ∇logit: the
 * same, and it does not vanish in single precision for jets that are background beyond doubt. sign(0) = 0: where the
 * network is flat nothing moves.
 *
 * @example fgsm({ epsilon: { pt: 0.001, eta: 0.001, phi: 0.001 }, iterations: 10 })
 */
export function fgsm({
  epsilon = { pt: 0.001, eta: 0.001, phi: 0.001 },
  iterations = 10,
  gradient = 'current',
  sign = 'towards-background',
}: FgsmOptions = {}): GradientAttack {
  return {
    needs: 'classifier',
    iterations,
    directionOf: gradient,
    loss: (logits) => (sign === 'as-printed' ? tf.neg(logits) : logits),
    normalise: (descent) => tf.sign(descent),
    threat: box(epsilon),
  };
}
