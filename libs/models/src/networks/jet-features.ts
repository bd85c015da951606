// The four observables of a jet as networks are fed them, §II of arXiv:1910.08606.
import * as tf from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import { observables } from '../observables/index.ts';
import type { InputScales } from './hyperparameters.ts';

/** Monotone and fixed: about zero mean and unit spread for jets of 0.3 to 0.6 TeV. */
const SCALED = {
  pt: (pt: tf.Tensor) => tf.mul(tf.sub(pt, 0.4), 10),
  eta: (eta: tf.Tensor) => eta,
  mass: (mass: tf.Tensor) => tf.mul(tf.sub(mass, 0.09), 30),
  d2: (d2: tf.Tensor) => tf.mul(tf.sub(tf.log(tf.add(d2, 1)), 1.4), 1.5),
};
const NAMES = Object.keys(SCALED) as (keyof typeof SCALED)[];

/** How many there are. */
export const jetFeatureCount = NAMES.length;

/**
 * 10 (pT − 0.4), η, 30 (m − 0.09), 1.5 (log(1 + D2) − 1.4) of every jet, energies in TeV: [batch, 4].
 *
 * @param jets [batch, slots, features], padded with zeros
 * @param inputs raw: pT, η, m and D2 as they are
 */
export function jetFeatures(jets: tf.Tensor, layout: JetLayout, inputs: InputScales = 'scaled'): tf.Tensor {
  const found = observables(NAMES, jets, layout);
  return tf.stack(
    NAMES.map((name) => (inputs === 'raw' ? found[name] : SCALED[name](found[name]))),
    1,
  );
}
