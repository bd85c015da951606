// An energy-flow network whose logit has a bounded slope: every layer's norm is at most 1, so that what any attack can do is
// known from its budget. After arXiv:2112.00038 and, of jets, arXiv:2209.15624.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, Values } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import type * as z from 'zod';
import { wrap } from '../observables/azimuth.ts';
import { constituents, type Constituents } from '../observables/axis.ts';
import { packed } from './counts.ts';
import { energyWeightedSum, sharesOf } from './energy-weighted-sum.ts';
import type { hyperparameters } from './hyperparameters.ts';
import { named } from './layers.ts';
import { stackShapes, type Network } from './network.ts';
import { spectralNormBound, spectralNormBoundOf } from './spectral-norm.ts';

const directions = 2;
// One radian is so many units of the layers: directions, and weights with them, are of order 1.
const RADIAN = 5;
/** Radians that one unit of log ΣpT counts as: the mass rises with pT as it does with angles, and jets are 0.2 rad wide. */
const LOG_PT = 0.2;

/**
 * Directions from the pT-weighted centroid → Φ → S = Σ z Φ, beside it 0.2 log(Σ pT / 0.4 TeV) → F → `slope` times one linear
 * output. Every kernel W acts as W / max(1, b), b ≥ ‖W‖₂ (`spectral-norm.ts`), and every activation sorts pairs
 * (GroupSort of 2, arXiv:1811.05381), so Φ and F have a slope of at most 1.
 *
 * Invariant under permutations, infrared and collinear safe for massless constituents. Azimuths are taken from the first
 * constituent, so no two may be π or more apart.
 */
export function lipschitz({ phi, f, slope }: z.output<typeof hyperparameters.lipschitz>, layout: JetLayout): Network {
  return {
    name: 'lipschitz',
    layout,
    hyperparameters: { phi, f, slope },
    shapes: {
      ...stackShapes('phi', directions, phi),
      ...stackShapes('f', phi.at(-1)! + 1, f),
      ...stackShapes('logit', f.at(-1)!, [1]),
    },
    indices: (jets, asked) => packed(jets, layout, asked),
    logits(weights, batch) {
      const parts = constituents(named(batch, 'jets'), layout);
      const { share, sumPtTeV } = sharesOf(parts);
      const sum = energyWeightedSum(share, aboutCentroid(parts, share), batch, sortedStack(weights, 'phi', phi.length));
      const logPt = tf.mul(tf.log(tf.div(sumPtTeV, 0.4)), RADIAN * LOG_PT);
      const hidden = sortedStack(weights, 'f', f.length)(tf.concat([sum, logPt], 1));
      return tf.reshape(tf.mul(bounded(hidden, weights, 'logit1'), slope / RADIAN), [-1]);
    },
    certificate: (weights) => ({
      slope: slope * normOf(weights, [...named1(f.length), 'logit1']),
      logPt: LOG_PT,
    }),
  };
}

const named1 = (layers: number) => Array.from({ length: layers }, (_, at) => `f${at + 1}`);

/** (η, φ) from Σ z (η, φ), in units of the layers; the first constituent is where azimuths are unrolled. */
function aboutCentroid({ eta, phi, mask }: Constituents, share: tf.Tensor): tf.Tensor[] {
  const fromFirst = (x: tf.Tensor) => tf.sub(x, tf.slice(x, [0, 0], [-1, 1]));
  return [fromFirst(eta), wrap(fromFirst(phi))].map((x) => {
    const centre = tf.sum(tf.mul(share, x), 1, true);
    return tf.mul(tf.mul(tf.sub(x, centre), mask), RADIAN);
  });
}

/** Layers `name1 … nameN` with sorted pairs: the larger ones of all pairs, then the smaller ones. */
function sortedStack(weights: Tensors, name: string, layers: number) {
  return (x: tf.Tensor): tf.Tensor => {
    let h = x;
    for (let layer = 1; layer <= layers; layer++) {
      const [a, b] = tf.split(bounded(h, weights, `${name}${layer}`), 2, 1);
      h = tf.concat([tf.maximum(a!, b!), tf.minimum(a!, b!)], 1);
    }
    return h;
  };
}

function bounded(x: tf.Tensor, weights: Tensors, name: string): tf.Tensor {
  const kernel = named(weights, `${name}/kernel`) as tf.Tensor2D;
  const scaled = tf.div(kernel, tf.maximum(1, spectralNormBound(kernel)));
  return tf.add(tf.matMul(x as tf.Tensor2D, scaled as tf.Tensor2D), named(weights, `${name}/bias`));
}

/** A bound on the norm of the product of layers as they act, at most 1. */
function normOf(weights: Values, layers: readonly string[]): number {
  return layers.reduce((product, layer) => {
    const { data, shape } = weights[`${layer}/kernel`]!;
    return product * Math.min(1, spectralNormBoundOf(data, [shape[0]!, shape[1]!]));
  }, 1);
}
