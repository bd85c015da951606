// The adversary network g of §III.B: a jet in, how far each constituent moves out.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensors, TensorValue } from '@jetdemon/compute';
import { maxConstituents } from '@jetdemon/data';
import { centred, initialise, named, reluStack, stackShapes, type Shapes } from '@jetdemon/models';
import type { Key } from '@jetdemon/workflow';
import { perturb, type Scales } from '../perturb.ts';

export interface AdversaryNetwork {
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  /** Largest move per axis: relative in pT, absolute in η and φ. */
  readonly rho: Scales;
  readonly shapes: Shapes;
  /** δ = tanh(…) of jets, both [batch, 64, 3]; |δ| ≤ 1. Constituents in descending pT. */
  direction(weights: Tensors, jets: Tensor3D): Tensor3D;
  /** g(J) = J (1 + ρ_pT δ) + ρ_Ω δ, [batch, 64, 3]. */
  perturbed(weights: Tensors, jets: Tensor3D): Tensor3D;
}

// The network starts close to the map that changes nothing, which passes every gate.
const START = 0.01;

/**
 * g(J): dense ReLU layers (4 × 300), 64 · 3 tanh units, scaled by ρ, added to the jet; §III.B of arXiv:1910.08606.
 *
 * Constituents enter as the particle-flow network sees them: pT, and (η, φ) from the jet axis, times fixed scales. None
 * is created, and for ρ_pT < 1 none vanishes.
 */
export function adversaryNetwork(hidden: readonly number[], rho: Scales): AdversaryNetwork {
  const outputs = maxConstituents * 3;
  const direction = (weights: Tensors, jets: Tensor3D) => {
    const inputs = tf.reshape(centred(jets).features, [-1, outputs]);
    const last = reluStack(inputs, weights, 'hidden', hidden.length);
    const moves = tf.fused.matMul({
      a: last as tf.Tensor2D,
      b: named(weights, 'move1/kernel') as tf.Tensor2D,
      bias: named(weights, 'move1/bias'),
    });
    return tf.reshape(tf.tanh(moves), [-1, maxConstituents, 3]) as Tensor3D;
  };
  return {
    hidden,
    rho,
    shapes: { ...stackShapes('hidden', outputs, hidden), ...stackShapes('move', hidden.at(-1)!, [outputs]) },
    direction,
    perturbed: (weights, jets) => perturb(jets, direction(weights, jets), rho),
  };
}

/** Initial weights: those of any network (`initialise`), the layer that moves constituents a hundred times smaller. */
export function initialAdversary(network: AdversaryNetwork, key: Key): Record<string, TensorValue> {
  const weights = initialise(network, key);
  const kernel = weights['move1/kernel']!;
  return { ...weights, 'move1/kernel': { ...kernel, data: (kernel.data as Float32Array).map((w) => w * START) } };
}
