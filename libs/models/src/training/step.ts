// One training step as a pure function: forward, loss, gradient and Adam update, for one compiled graph.
import { adam, type StepFunction, type Tensors } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';
import { named } from '../networks/layers.ts';
import type { Network } from '../networks/network.ts';

/**
 * Mean binary cross-entropy w (log(1 + e^z) − y z) of logits z, labels y and weights w, each `[batch]`, w = 1 without
 * weights; a scalar.
 */
export function crossEntropy(logits: tf.Tensor, label: tf.Tensor, weight?: tf.Tensor): tf.Scalar {
  const perJet = tf.sub(tf.softplus(logits), tf.mul(logits, label));
  return tf.mean(weight ? tf.mul(perJet, weight) : perJet) as tf.Scalar;
}

/**
 * State: the weights and Adam's moments. Inputs: `jets`, the network's indices, `label` [batch], `learningRate` [], and
 * `weight` [batch], the weights of the jets, when `weighted`.
 * Output: `loss` [], before the update.
 */
export function trainingStep(network: Network, { weighted = false } = {}): StepFunction {
  const names = Object.keys(network.shapes);
  const byName = (tensors: readonly tf.Tensor[]): Tensors =>
    Object.fromEntries(names.map((name, at) => [name, tensors[at]!]));
  return (state, inputs) => {
    const lossOf = (...weights: tf.Tensor[]) =>
      crossEntropy(
        network.logits(byName(weights), inputs),
        named(inputs, 'label'),
        weighted ? named(inputs, 'weight') : undefined,
      );
    const weights = names.map((name) => named(state, name));
    const { value, grads } = tf.valueAndGrads(lossOf)(weights);
    const next = adam({
      parameters: byName(weights),
      gradients: byName(grads),
      moments: state,
      learningRate: named(inputs, 'learningRate') as tf.Scalar,
    });
    return { state: { ...next.parameters, ...next.moments }, outputs: { loss: value } };
  };
}
