// The loss of an adversary that is held by distributions, not by jets: −(smooth significance lost) and soft distances of
// the distributions of background, §V of arXiv:1910.08606.
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { JetObservable, ObservableName } from '@jetdemon/artifacts';
import type { Tensors } from '@jetdemon/compute';
import { named } from '@jetdemon/models';

/** Values of an observable at which distribution functions are compared, ascending, and the width over which they are smoothed. */
export interface Cuts {
  readonly at: readonly number[];
  readonly width: number;
}

export interface DistributionLoss {
  /** Logits of the working points. */
  readonly workingPoints: readonly number[];
  /** Of the logit over which passing a working point is smoothed. */
  readonly width: number;
  /** What is compared; the classifier's response `score` by its logit. */
  readonly cuts: Partial<Readonly<Record<ObservableName, Cuts>>>;
  /** Weight of ⟨u²⟩, u before the bound on moves: what is saturated learns no more. */
  readonly decay: number;
}

export const WEIGHT = 'weight';
export const SIGNAL = 'slope/signal';
export const BACKGROUND = 'slope/background';
export const PASSED_SIGNAL = 'passed/signal';
export const PASSED_BACKGROUND = 'passed/background';
export const slope = (name: ObservableName) => `slope/${name}`;
export const passed = (name: ObservableName) => `passed/${name}`;

/**
 * Σ_t a_t ε_S(t) + b_t ε_B(t) + Σ_k,O m_Ok (1 − F_O(x_Ok)) + decay ⟨u²⟩, a scalar: linear in the shares of jets beyond the
 * working points t (ε) and of background beyond the cuts x_Ok (1 − F), so that its gradient over small batches is on average
 * that over all jets. Shares count jets by a sigmoid in place of a step; the slopes a, b and m are given.
 *
 * With a = 1/ε_S and b = −1/(2 ε_B) it is, to first order, ln(ε_S/√ε_B); with the multipliers of `Multipliers` as m the
 * whole is the augmented Lagrangian of its minimum under |ΔF_O(x_Ok)| ≤ limit.
 *
 * @param logits of moved jets, [batch]
 * @param moved observables of moved jets, each [batch]
 * @param u [batch, slots, 3]
 * @param given `label` [batch], the slopes, and `weight` [batch] where jets do not count alike
 * @returns the loss, and the shares: `passed/signal`, `passed/background` [working points] smooth, `passed/…` [cuts] of
 * background by a step
 */
export function distributionLoss(
  logits: Tensor,
  moved: Partial<Record<JetObservable, Tensor>>,
  u: Tensor,
  given: Tensors,
  { workingPoints, width, cuts, decay }: DistributionLoss,
): { readonly loss: Scalar; readonly shares: Tensors } {
  const label = tf.expandDims(named(given, 'label'), 1);
  const counting = (jets: Tensor) => (WEIGHT in given ? tf.mul(jets, tf.expandDims(given[WEIGHT]!, 1)) : jets);
  const [signal, background] = [counting(label), counting(tf.sub(1, label))];
  const share = (jets: Tensor, of: Tensor) => tf.div(tf.sum(tf.mul(jets, of), 0), tf.maximum(tf.sum(jets), 1));
  const beyond = (x: Tensor, at: readonly number[]) => tf.sub(tf.expandDims(x, 1), tf.tensor1d([...at]));

  const passing = tf.sigmoid(tf.div(beyond(logits, workingPoints), width));
  const shares: Record<string, Tensor> = {
    [PASSED_SIGNAL]: share(signal, passing),
    [PASSED_BACKGROUND]: share(background, passing),
  };
  const terms = [
    tf.mul(named(given, SIGNAL), shares[PASSED_SIGNAL]!),
    tf.mul(named(given, BACKGROUND), shares[PASSED_BACKGROUND]!),
  ].map((term) => tf.sum(term));
  for (const [key, { at, width: smooth }] of Object.entries(cuts)) {
    const name = key as ObservableName;
    const excess = beyond(name === 'score' ? logits : moved[name]!, at);
    terms.push(tf.sum(tf.mul(named(given, slope(name)), share(background, tf.sigmoid(tf.div(excess, smooth))))));
    shares[passed(name)] = share(background, tf.step(excess));
  }
  return { loss: tf.add(tf.addN(terms), tf.mul(decay, tf.mean(tf.square(u)))) as Scalar, shares };
}
