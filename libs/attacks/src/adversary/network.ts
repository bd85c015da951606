// The adversary network g of §III.B: a jet in, how far each constituent moves out.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensors, TensorValue } from '@jetdemon/compute';
import { coordinates, type JetLayout } from '@jetdemon/data';
import { centred, initialise, named, reluStack, stackShapes, type Shapes } from '@jetdemon/models';
import type { Key } from '@jetdemon/workflow';
import { perturb, type Scales } from '../threat/budget.ts';
import type { Knowledge } from './names.ts';

export interface AdversaryHyperparameters {
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  /** Largest move per axis: relative in pT, absolute in η and φ. */
  readonly rho: Scales;
  readonly knows: Knowledge;
}

/** For an adversary that knows the classifier (gradient-input.ts): `logit` [batch] and `descent` [batch, constituents, 3]. */
export interface Known {
  readonly logit: Tensor;
  readonly descent: Tensor;
}

export interface AdversaryNetwork extends AdversaryHyperparameters {
  readonly layout: JetLayout;
  readonly shapes: Shapes;
  /** δ of jets, both [batch, constituents, features]; |δ| ≤ 1. Constituents in descending pT. */
  direction(weights: Tensors, jets: Tensor3D, known?: Known): Tensor3D;
  /** g(J) = J (1 + ρ_pT δ) + ρ_Ω δ, same shape. */
  perturbed(weights: Tensors, jets: Tensor3D, known?: Known): Tensor3D;
}

// The network starts close to the map that changes nothing, which passes every gate.
const START = 0.01;

// Logits of a trained classifier are of order 4.
const LOGIT_SCALE = 0.25;

/**
 * g(J): dense ReLU layers (4 × 300), 3 tanh units per constituent, scaled by ρ, added to the jet; §III.B of arXiv:1910.08606.
 *
 * Constituents enter as the particle-flow network sees them: pT, and (η, φ) from the jet axis, times fixed scales. None
 * is created, and for ρ_pT < 1 none vanishes. An adversary that knows the classifier has its logit as one more input and
 * δ = tanh(u + v d), u and v both outputs of the last layer and d the direction in which the logit falls: like
 * the map of §III.B a function of the jet alone, but it need not learn the classifier's gradient first.
 */
export function adversaryNetwork(
  { hidden, rho, knows }: AdversaryHyperparameters,
  layout: JetLayout,
): AdversaryNetwork {
  const outputs = layout.constituents * coordinates;
  const informed = knows === 'classifier';
  const inputs = informed ? outputs + 1 : outputs;
  const direction = (weights: Tensors, jets: Tensor3D, known?: Known) => {
    const features = tf.reshape(centred(jets, layout).features, [-1, outputs]);
    const hiddenOf = (x: Tensor) => reluStack(x, weights, 'hidden', hidden.length);
    if (!informed) return onFeatures(tf.tanh(moves(hiddenOf(features), weights, 'move1')), layout);
    if (!known) throw new Error('internal: this adversary must be told what the classifier says');
    const logit = tf.mul(tf.reshape(known.logit, [-1, 1]), LOGIT_SCALE);
    const last = hiddenOf(tf.concat([features, logit], 1));
    const along = tf.mul(moves(last, weights, 'along1'), known.descent);
    return onFeatures(tf.tanh(tf.add(moves(last, weights, 'move1'), along)), layout);
  };
  const shapes = {
    ...stackShapes('hidden', inputs, hidden),
    ...stackShapes('move', hidden.at(-1)!, [outputs]),
    ...(informed ? stackShapes('along', hidden.at(-1)!, [outputs]) : {}),
  };
  return {
    hidden,
    rho,
    knows,
    layout,
    shapes,
    direction,
    perturbed: (weights, jets, known) => perturb(jets, direction(weights, jets, known), rho, layout),
  };
}

/** A last layer, [batch, constituents, 3]. */
function moves(x: Tensor, weights: Tensors, name: string): Tensor {
  const flat = tf.fused.matMul({
    a: x as tf.Tensor2D,
    b: named(weights, `${name}/kernel`) as tf.Tensor2D,
    bias: named(weights, `${name}/bias`),
  });
  return tf.reshape(flat, [-1, flat.shape[1]! / coordinates, coordinates]);
}

/** [batch, constituents, 3] with zeros for the features that do not move: [batch, constituents, features]. */
function onFeatures(delta: Tensor, { features }: JetLayout): Tensor3D {
  const others = features.length - coordinates;
  return (others === 0 ? delta : tf.pad(delta, [[0, 0], [0, 0], [0, others]])) as Tensor3D; // prettier-ignore
}

/** Initial weights: those of any network (`initialise`), the layers that move constituents a hundred times smaller. */
export function initialAdversary(network: AdversaryNetwork, key: Key): Record<string, TensorValue> {
  const weights = initialise(network, key);
  for (const name of ['move1/kernel', 'along1/kernel']) {
    const kernel = weights[name];
    if (kernel) weights[name] = { ...kernel, data: (kernel.data as Float32Array).map((w) => w * START) };
  }
  return weights;
}
