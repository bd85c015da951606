// Layers that several networks share: fully connected stacks, and the parameter-free layer that centres a jet.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import { constituents, jetAxis, relativeTo } from '../observables/axis.ts';
import type { FeatureInput, InputScales } from './hyperparameters.ts';

/** Factors on (pT [TeV], Δη, Δφ): raw inputs of order (0.005, 0.3, 0.3) become of order 0.2 to 1. */
export const INPUT_SCALES = [50, 2.5, 2.5] as const;

/** A tensor of the batch or of the weights by name. */
export function named(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`internal: expected a tensor ${name}, found ${Object.keys(tensors).join(', ')}`);
  return tensor;
}

/** `layers` ReLU layers `name1 … nameN` on `[rows, features]`. */
export function reluStack(x: tf.Tensor, weights: Tensors, name: string, layers: number): tf.Tensor {
  let h = x;
  for (let layer = 1; layer <= layers; layer++) h = fullyConnected(h, weights, `${name}${layer}`, 'relu');
  return h;
}

/** One linear output per row of `[rows, features]`: `[rows]`. */
export function logit(x: tf.Tensor, weights: Tensors): tf.Tensor {
  return tf.reshape(fullyConnected(x, weights, 'logit1', 'linear'), [-1]);
}

function fullyConnected(x: tf.Tensor, weights: Tensors, name: string, activation: 'relu' | 'linear'): tf.Tensor {
  return tf.fused.matMul({
    a: x as tf.Tensor2D,
    b: named(weights, `${name}/kernel`) as tf.Tensor2D,
    bias: named(weights, `${name}/bias`),
    activation,
  });
}

export interface CentredJets {
  /** `[batch, constituents, 3 + further]`: pT [TeV], Δη (Δy where the layout has rapidities) and Δφ from the jet axis, times `INPUT_SCALES` unless raw, then further features; 0 for padding. */
  readonly features: tf.Tensor;
  /** `[batch, constituents]`: 1 for a constituent, 0 for padding. */
  readonly mask: tf.Tensor;
}

/**
 * The parameter-free layer of §II of arXiv:1910.08606: (η, φ) relative to the axis of the vector sum, inside the
 * network, so that moving a constituent moves the axis too and the gradient knows it. Δφ is wrapped to [-π, π].
 *
 * @param jets `[batch, constituents, features]` in that layout
 * @param further features of the layout that follow, as they say
 * @param inputs raw: without the factors `INPUT_SCALES`
 */
export function centred(
  jets: tf.Tensor,
  layout: JetLayout,
  further: readonly FeatureInput[] = [],
  inputs: InputScales = 'scaled',
): CentredJets {
  const parts = constituents(jets, layout);
  const { eta, phi } = relativeTo(jetAxis(parts), parts);
  const own = [parts.ptTeV, eta, phi];
  const columns = inputs === 'raw' ? own : own.map((column, at) => tf.mul(column, INPUT_SCALES[at]!));
  const others = further.map(({ name, mean, scale }) => {
    const at = layout.features.findIndex((feature) => feature.name === name);
    const column = tf.reshape(tf.slice(jets, [0, 0, at], [-1, -1, 1]), [-1, jets.shape[1]!]);
    return tf.mul(tf.mul(tf.sub(column, mean), scale), parts.mask);
  });
  return { features: tf.stack([...columns, ...others], 2), mask: parts.mask };
}
