// Decorrelation from the mass: a term that keeps what a network says of background apart from the mass of the jet.
import * as tf from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import { observables } from '../observables/index.ts';
import { distanceCorrelation } from './distance-correlation.ts';
import type { Terms } from './terms.ts';

/** λ dCorr²(score, mass) over the background jets of a batch, eq. (7) of arXiv:2001.05310; nothing of a batch without any. */
export function decorrelation(lambda: number, layout: JetLayout): Terms {
  return {
    described: { decorrelation: lambda },
    penalties: [
      ({ jets, label }, network) => {
        const { mass } = observables(['mass'], jets, layout);
        const background = tf.sub(1, label);
        return tf.mul(lambda, distanceCorrelation(tf.sigmoid(network.logits(jets)), mass, background));
      },
    ],
  };
}
