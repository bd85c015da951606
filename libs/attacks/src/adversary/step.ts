// One training step of the adversary as a pure function: move jets, ask the frozen classifier, losses, Adam.
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { JetObservable, ObservableName } from '@jetdemon/artifacts';
import { adam, type StepFunction, type Tensors } from '@jetdemon/compute';
import { named, observables } from '@jetdemon/models';
import type { Tagger } from '@jetdemon/models';
import { frozen } from './constants.ts';
import { knownAmong } from './responses.ts';
import type { AdversaryNetwork } from './network.ts';

export interface AdversaryLoss {
  /** Observables of eq. (3); the classifier's response is always one of its terms. */
  readonly preserve: readonly JetObservable[];
  /** `absolute`: (O − O′)² in TeV² (eq. (3)); `relative`: ((O − O′) / O)². */
  readonly difference?: 'absolute' | 'relative';
  /** `towards-background` lowers −log(1 − f), which is meant; `as-printed` lowers +log(1 − f), which raises f. */
  readonly sign?: 'towards-background' | 'as-printed';
}

export const nominal = (name: ObservableName) => `nominal/${name}`;
export const lambda = (name: ObservableName) => `lambda/${name}`;

/**
 * L_sig + L_bg of moved jets, a scalar: eqs. (2) and (3) of arXiv:1910.08606, each averaged over its class.
 *
 * L_sig = −log(1 − f(g(J))), cross-entropy towards background (printed with the other sign);
 * L_bg = λ_score (f(J) − f(g(J)))² + Σ_i λ_i (O_i(J) − O_i(g(J)))².
 *
 * @param logits of g(J), [batch]
 * @param moved O_i(g(J)), each [batch]
 * @param given `label` [batch]; f(J) and O_i(J) under `nominal/…` [batch], λ under `lambda/…` []
 */
export function adversaryLoss(
  logits: Tensor,
  moved: Partial<Record<JetObservable, Tensor>>,
  given: Tensors,
  { preserve, difference = 'absolute', sign = 'towards-background' }: AdversaryLoss,
): Scalar {
  const signal = named(given, 'label');
  const background = tf.sub(1, signal);
  const meanOver = (which: Tensor, loss: Tensor) =>
    tf.div(tf.sum(tf.mul(which, loss)), tf.maximum(tf.sum(which), 1)) as Scalar;

  const towardsBackground = tf.softplus(logits);
  const fooled = sign === 'as-printed' ? tf.neg(towardsBackground) : towardsBackground;
  const terms = [
    tf.mul(named(given, lambda('score')), tf.square(tf.sub(named(given, nominal('score')), tf.sigmoid(logits)))),
    ...preserve.map((name) => {
      const before = named(given, nominal(name));
      const change = tf.sub(before, moved[name]!);
      return tf.mul(named(given, lambda(name)), tf.square(difference === 'relative' ? tf.div(change, before) : change));
    }),
  ];
  return tf.add(meanOver(signal, fooled), meanOver(background, tf.addN(terms))) as Scalar;
}

/** What the step differentiates: eqs. (2) and (3) as a function of the adversary's weights, for one batch. */
export function lossOf(network: AdversaryNetwork, target: Tagger, loss: AdversaryLoss) {
  return (weights: Tensors, inputs: Tensors): Scalar => {
    const jets = network.perturbed(weights, inputs, knownAmong(network, inputs));
    const logits = tf.reshape(target.logits(frozen(target.weights), { ...inputs, jets }), [-1]);
    return adversaryLoss(logits, observables(loss.preserve, jets, network.layout), inputs, loss);
  };
}

/**
 * State: the adversary's weights and Adam's moments. Inputs: `jets` [batch, constituents, features], the classifier's indices, what
 * `adversaryLoss` is given, `learningRate` [], and for an adversary that is shown the classifier `known/logit` [batch] and
 * `known/descent` [batch, constituents, 3]. Output: `loss` [], before the update. The classifier is frozen: its
 * weights are constants of the graph.
 */
export function adversaryStep(network: AdversaryNetwork, target: Tagger, loss: AdversaryLoss): StepFunction {
  const total = lossOf(network, target, loss);
  return descentStep(network, (weights, inputs) => ({ loss: total(weights, inputs), outputs: {} }));
}

/**
 * A step of Adam on the adversary's weights. State: these and Adam's moments. Inputs: those of `of`, and `learningRate` [].
 * Output: `loss` [], before the update, and the outputs of `of`.
 */
export function descentStep(
  network: AdversaryNetwork,
  of: (weights: Tensors, inputs: Tensors) => { readonly loss: Scalar; readonly outputs: Tensors },
): StepFunction {
  const names = Object.keys(network.shapes);
  const byName = (tensors: readonly Tensor[]): Tensors =>
    Object.fromEntries(names.map((name, at) => [name, tensors[at]!]));
  return (state, inputs) => {
    const weights = names.map((name) => named(state, name));
    let kept: Record<string, Tensor> = {};
    const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
      const { loss, outputs } = of(byName(tensors), inputs);
      kept = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tf.keep(tensor)]));
      return loss;
    })(weights);
    const next = adam({
      parameters: byName(weights),
      gradients: byName(grads),
      moments: state,
      learningRate: named(inputs, 'learningRate') as Scalar,
    });
    const outputs = Object.fromEntries(Object.entries(kept).map(([name, tensor]) => [name, tf.clone(tensor)]));
    for (const tensor of Object.values(kept)) tensor.dispose();
    return { state: { ...next.parameters, ...next.moments }, outputs: { loss: value, ...outputs } };
  };
}
