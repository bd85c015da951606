// The attack inside adversarial training: jets of a batch moved to where the network is wrong most, before each step.
import * as tf from '@tensorflow/tfjs-core';
import type { Terms } from '@jetdemon/models';
import type { JetLayout } from '@jetdemon/data';
import { box } from '../threat/box.ts';
import type { Scales } from '../threat/budget.ts';

export interface InnerAttackOptions {
  /** Size of the box: relative in pT, absolute in η and φ. */
  readonly epsilon: Scales;
  /** Gradients taken; 1 is FGSM, more are PGD. */
  readonly steps: number;
  /** How far a step goes, in units of the box. */
  readonly stepSize: number;
  /** Where it begins: at the jet, or anywhere in the box. */
  readonly start: 'jet' | 'random';
  /** Which jets are moved. */
  readonly classes: 'signal' | 'both';
}

/**
 * δ ← clip(δ + stepSize sign ∇_J L(f(J′), y), −1, 1) with J′ = J (1 + ε_pT δ) + ε_Ω δ, and J′ in the end: the inner maximum of
 * eq. (2.1) of arXiv:1706.06083 in the box of the attacks (`threat/box.ts`); one step from the jet is FGSM, arXiv:1412.6572, one
 * from anywhere arXiv:2001.03994. y is the label of the jet, so signal is moved to look like background.
 *
 * Constituents are not sorted anew: a network that depends on their order sees them in that of the jet as it was.
 */
export function innerAttack(options: InnerAttackOptions, layout: JetLayout): NonNullable<Terms['attacked']>['move'] {
  const { epsilon, steps, stepSize, start, classes } = options;
  const threat = box(epsilon);
  return ({ jets, label, noise }, network) => {
    const at = (direction: tf.Tensor) =>
      threat.project(threat.step(jets, direction as tf.Tensor3D, layout), layout) as tf.Tensor3D;
    let direction: tf.Tensor | undefined = start === 'random' ? tf.sub(tf.mul(noise!, 2), 1) : undefined;
    for (let step = 0; step < steps; step++) {
      const here = direction ? at(direction) : jets;
      const uphill = tf.sign(tf.grad((moved: tf.Tensor) => tf.sum(network.losses(moved)))(here));
      const stepped = tf.mul(uphill, stepSize);
      direction = tf.clipByValue(direction ? tf.add(direction, stepped) : stepped, -1, 1);
    }
    const which = classes === 'both' ? tf.onesLike(label) : label;
    return at(tf.mul(direction!, tf.reshape(which, [-1, 1, 1])));
  };
}
