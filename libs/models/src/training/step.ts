// One training step as a pure function: forward, loss, gradient and Adam update, for one compiled graph.
import { adam, type StepFunction, type Tensors } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';
import { named } from '../networks/layers.ts';
import type { Network } from '../networks/network.ts';

/** Mean binary cross-entropy log(1 + e^z) − y z of logits z and labels y, both `[batch]`; a scalar. */
export function crossEntropy(logits: tf.Tensor, label: tf.Tensor): tf.Scalar {
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, label))) as tf.Scalar;
}

/**
 * State: the weights and Adam's moments. Inputs: `jets`, the network's indices, `label` [batch], `learningRate` [].
 * Output: `loss` [], before the update.
 */
export function trainingStep(network: Network): StepFunction {
  const names = Object.keys(network.shapes);
  const byName = (tensors: readonly tf.Tensor[]): Tensors =>
    Object.fromEntries(names.map((name, at) => [name, tensors[at]!]));
  return (state, inputs) => {
    const lossOf = (...weights: tf.Tensor[]) =>
      crossEntropy(network.logits(byName(weights), inputs), named(inputs, 'label'));
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
