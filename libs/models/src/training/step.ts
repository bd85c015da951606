// One training step: binary cross-entropy with its gradient and Adam, one compiled call.
import * as tf from '@tensorflow/tfjs-core';
import { adam, type StepFunction, type Tensors } from '@jetdemon/compute';
import { named } from '../networks/layers.ts';
import type { Network } from '../networks/network.ts';
import type { Asked, JetBatch, Terms } from './terms.ts';

/** Binary cross-entropy w (log(1 + e^z) − y z) of logits z, labels y and weights w, each `[batch]`, w = 1 without weights. */
export function crossEntropies(logits: tf.Tensor, label: tf.Tensor, weight?: tf.Tensor): tf.Tensor {
  const perJet = tf.sub(tf.softplus(logits), tf.mul(logits, label));
  return weight ? tf.mul(perJet, weight) : perJet;
}

/** Their mean, a scalar. */
export function crossEntropy(logits: tf.Tensor, label: tf.Tensor, weight?: tf.Tensor): tf.Scalar {
  return tf.mean(crossEntropies(logits, label, weight)) as tf.Scalar;
}

/**
 * State: the weights and Adam's moments. Inputs: `jets`, the network's indices, `label` [batch], `learningRate` [], and
 * `weight` [batch], the weights of the jets, when `weighted`; `noise`, like the jets, where the terms ask for it.
 * Output: `loss` [], before the update, all terms together.
 */
export function trainingStep(
  network: Network,
  { weighted = false, terms }: { readonly weighted?: boolean; readonly terms?: Terms } = {},
): StepFunction {
  const names = Object.keys(network.shapes);
  const byName = (tensors: readonly tf.Tensor[]): Tensors =>
    Object.fromEntries(names.map((name, at) => [name, tensors[at]!]));
  return (state, inputs) => {
    const weight = weighted ? (named(inputs, 'weight') as tf.Tensor1D) : undefined;
    const batch: JetBatch = {
      jets: named(inputs, 'jets') as tf.Tensor3D,
      label: named(inputs, 'label') as tf.Tensor1D,
      ...(weight && { weight }),
      ...(terms?.noise && { noise: named(inputs, 'noise') as tf.Tensor3D }),
    };
    const at = (weights: readonly tf.Tensor[]): Asked => {
      const logits = (jets: tf.Tensor) => network.logits(byName(weights), { ...inputs, jets });
      return { logits, losses: (jets) => crossEntropies(logits(jets), batch.label, weight) };
    };
    const weights = names.map((name) => named(state, name));
    const { share, move } = terms?.attacked ?? { share: 0 };
    const moved = move?.(batch, at(weights));
    const lossOf = (...now: tf.Tensor[]): tf.Scalar => {
      const asked = at(now);
      const mean = (jets: tf.Tensor, factor: number) => tf.mul(factor, tf.mean(asked.losses(jets)));
      const parts = [
        ...(share < 1 ? [share > 0 ? mean(batch.jets, 1 - share) : tf.mean(asked.losses(batch.jets))] : []),
        ...(moved && share > 0 ? [mean(moved, share)] : []),
        ...(terms?.penalties ?? []).map((penalty) => penalty(batch, asked)),
      ];
      return parts.reduce((sum, part) => tf.add(sum, part)) as tf.Scalar;
    };
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
