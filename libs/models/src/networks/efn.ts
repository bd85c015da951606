// An energy-flow network, F(Σ z Φ(direction)): what it says does not change under soft and collinear splittings, arXiv:1810.05165.
import * as tf from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import type * as z from 'zod';
import { constituents, jetAxis, relativeTo } from '../observables/axis.ts';
import { packed } from './counts.ts';
import { energyWeightedSum, sharesOf } from './energy-weighted-sum.ts';
import type { hyperparameters } from './hyperparameters.ts';
import { INPUT_SCALES, logit, named, reluStack } from './layers.ts';
import { stackShapes, type Network } from './network.ts';

const directions = 2;

/**
 * Directions from the jet axis → Φ (ReLU layers on each constituent) → Σ z Φ, z = pT / Σ pT, eq. (2.5) of
 * arXiv:1810.05165 → beside it 10 (Σ pT − 0.4), in TeV → F (ReLU layers) → 1 logit.
 *
 * Invariant under permutations of the constituents, and for massless ones infrared and collinear safe: a constituent may be split into
 * parallel ones, exactly, and one of pT → 0 changes nothing in the limit.
 */
export function efn({ phi, f }: z.output<typeof hyperparameters.efn>, layout: JetLayout): Network {
  const latent = phi.at(-1)!;
  return {
    name: 'efn',
    layout,
    hyperparameters: { phi, f },
    shapes: {
      ...stackShapes('phi', directions, phi),
      ...stackShapes('f', latent + 1, f),
      ...stackShapes('logit', f.at(-1)!, [1]),
    },
    indices: (jets, asked) => packed(jets, layout, asked),
    logits(weights, batch) {
      const parts = constituents(named(batch, 'jets'), layout);
      const { eta, phi: azimuth } = relativeTo(jetAxis(parts), parts);
      const { share, sumPtTeV } = sharesOf(parts);
      const [, etaScale, phiScale] = INPUT_SCALES;
      const seen = [tf.mul(eta, etaScale), tf.mul(azimuth, phiScale)];
      const sum = energyWeightedSum(share, seen, batch, (rows) => reluStack(rows, weights, 'phi', phi.length));
      const jet = tf.concat([sum, tf.mul(tf.sub(sumPtTeV, 0.4), 10)], 1);
      return logit(reluStack(jet, weights, 'f', f.length), weights);
    },
  };
}
