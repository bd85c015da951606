// Decorrelation from the mass: a term that keeps what a network says of background apart from the mass of the jet.
import * as tf from '@tensorflow/tfjs-core';
import { weightsOf, type JetLayout } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import { observables } from '../observables/index.ts';
import { distanceCorrelation } from './distance-correlation.ts';
import type { TrainingData } from './parts.ts';
import type { Terms } from './terms.ts';

/** λ dCorr²(score, mass) over the background jets of a batch under their weights, eq. (7) of arXiv:2001.05310; nothing of a batch without any. */
export function decorrelation(lambda: number, layout: JetLayout): Terms {
  return {
    described: { decorrelation: lambda },
    penalties: [
      ({ jets, label, weight }, network) => {
        const { mass } = observables(['mass'], jets, layout);
        const background = tf.sub(1, label);
        const counted = weight ? tf.mul(background, weight) : background;
        return tf.mul(lambda, distanceCorrelation(tf.sigmoid(network.logits(jets)), mass, counted));
      },
    ],
  };
}

/**
 * Refuses negative weights of background to train on: under those a distance correlation is no measure of dependence.
 *
 * @throws InputError naming the first such jet
 */
export function requirePositiveWeights({ jets, train, file }: TrainingData): void {
  const weights = weightsOf(jets, train);
  const at = train.findIndex((row, i) => jets.label[row] === 0 && weights[i]! < 0);
  if (at < 0) return;
  const row = train[at]!;
  const found = `found ${weights[at]}: train without weighted, or without decorrelation`;
  throw InputError.at(
    { file, column: 'weight', row },
    `decorrelation: expected weights of background of at least 0, ${found}`,
  );
}
