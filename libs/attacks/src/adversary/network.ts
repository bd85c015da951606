// The adversary network g of §III.B, or another of the same purpose: a jet in, how far each constituent moves out.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensors, TensorValue, Values } from '@jetdemon/compute';
import { coordinates, type JetLayout } from '@jetdemon/data';
import { centred, createNetwork, initialise, named, reluStack, stackShapes, type Shapes } from '@jetdemon/models';
import { InputError, type Key } from '@jetdemon/workflow';
import { perturb, type Scales } from '../threat/budget.ts';
import type { Architecture, AdversaryInputs } from './names.ts';
import { setMoves, setShapes } from './set-network.ts';

export interface AdversaryHyperparameters {
  /** Default dense. */
  readonly architecture?: Architecture;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  /** Largest move per axis: relative in pT, absolute in η and φ. */
  readonly rho: Scales;
  readonly inputs: AdversaryInputs;
}

/** For an adversary that is shown the classifier (gradient-input.ts): `logit` [batch] and `descent` [batch, constituents, 3]. */
export interface Known {
  readonly logit: Tensor;
  readonly descent: Tensor;
}

export interface AdversaryNetwork extends Required<AdversaryHyperparameters> {
  readonly layout: JetLayout;
  readonly shapes: Shapes;
  /** Index arrays with which the network is faster, for a padded batch of jets in descending pT; it works without them. */
  indices(jets: Float32Array): Values;
  /** u of `jets` [batch, constituents, features], constituents in descending pT: δ before it is bounded, [batch, constituents, 3]. */
  moves(weights: Tensors, batch: Tensors, known?: Known): Tensor;
  /** δ of u, [batch, constituents, features]; |δ| ≤ 1. */
  bounded(moves: Tensor): Tensor3D;
  /** g(J) = J (1 + ρ_pT δ) + ρ_Ω δ, [batch, constituents, features]. */
  perturbed(weights: Tensors, batch: Tensors, known?: Known): Tensor3D;
}

// The network starts close to the map that changes nothing, which passes every acceptance criterion.
const START = 0.01;

// Logits of a trained classifier are of order 4.
const LOGIT_SCALE = 0.25;

/**
 * The network of a name in names.ts.
 *
 * @throws InputError for a set network that is to know the classifier
 */
export function adversaryNetwork(asked: AdversaryHyperparameters, layout: JetLayout): AdversaryNetwork {
  const { architecture = 'dense', hidden, rho, inputs } = asked;
  if (architecture === 'set' && inputs === 'jet+gradient') {
    throw new InputError('expected inputs: jet for a set network, found jet+gradient: it sees the jet alone');
  }
  const { shapes, indices, moves, bound } =
    architecture === 'set' ? set(hidden, layout) : dense(hidden, inputs, layout);
  const bounded = (u: Tensor) => onFeatures(bound(u), layout);
  return {
    ...{ architecture, hidden, rho, inputs, layout, shapes, indices, moves, bounded },
    perturbed: (weights, batch, known) =>
      perturb(named(batch, 'jets') as Tensor3D, bounded(moves(weights, batch, known)), rho, layout),
  };
}

interface Layers extends Pick<AdversaryNetwork, 'shapes' | 'indices' | 'moves'> {
  bound(u: Tensor): Tensor;
}

/** A network on constituents as a set; δ = u / √(1 + u²), which saturates later than tanh and is learned out of again. */
function set(hidden: readonly number[], layout: JetLayout): Layers {
  const { indices } = createNetwork('pfn', layout);
  return {
    shapes: setShapes(hidden),
    indices,
    moves: (weights, batch) => setMoves(weights, batch, hidden, layout),
    bound: (u) => tf.div(u, tf.sqrt(tf.add(1, tf.square(u)))),
  };
}

/**
 * g(J): dense ReLU layers (4 × 300), 3 tanh units per constituent, scaled by ρ, added to the jet; §III.B of arXiv:1910.08606.
 *
 * Constituents enter as the particle-flow network sees them: pT, and (η, φ) from the jet axis, times fixed scales. None
 * is created, and for ρ_pT < 1 none vanishes. An adversary that is shown the classifier has its logit as one more input and
 * δ = tanh(u + v d), u and v both outputs of the last layer and d the direction in which the logit falls: like
 * the map of §III.B a function of the jet alone, but it need not learn the classifier's gradient first.
 */
function dense(hidden: readonly number[], inputs: AdversaryInputs, layout: JetLayout): Layers {
  const outputs = layout.constituents * coordinates;
  const informed = inputs === 'jet+gradient';
  const shapes = {
    ...stackShapes('hidden', informed ? outputs + 1 : outputs, hidden),
    ...stackShapes('move', hidden.at(-1)!, [outputs]),
    ...(informed ? stackShapes('along', hidden.at(-1)!, [outputs]) : {}),
  };
  const hiddenOf = (x: Tensor, weights: Tensors) => reluStack(x, weights, 'hidden', hidden.length);
  return {
    shapes,
    indices: () => ({}),
    moves(weights, batch, known) {
      const features = tf.reshape(centred(named(batch, 'jets'), layout).features, [-1, outputs]);
      if (!informed) return moves(hiddenOf(features, weights), weights, 'move1');
      if (!known) throw new Error('internal: this adversary must be told what the classifier says');
      const logit = tf.mul(tf.reshape(known.logit, [-1, 1]), LOGIT_SCALE);
      const last = hiddenOf(tf.concat([features, logit], 1), weights);
      const along = tf.mul(moves(last, weights, 'along1'), known.descent);
      return tf.add(moves(last, weights, 'move1'), along);
    },
    bound: (u) => tf.tanh(u),
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
