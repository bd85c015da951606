// Classifiers for tests: functions simple enough that the direction of an attack is known in closed form.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { defaultContrast, defaultLayout } from '@jetdemon/data';
import { createNetwork, initialise } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import type { Tagger } from '@jetdemon/models';

/** A classifier without weights; `logits` is [batch, 64, 3] -> [batch]. */
export const targetOf = (logits: (jets: Tensor) => Tensor): Tagger => ({
  logits: (_, batch) => logits(batch.jets!),
  indices: () => ({}),
  weights: {},
  layout: defaultLayout,
  contrast: defaultContrast,
});

/** One coordinate of every constituent, [batch, 64]: 0 pT, 1 η, 2 φ. */
export const coordinate = (jets: Tensor, axis: number) => tf.squeeze(tf.slice(jets, [0, 0, axis], [-1, -1, 1]), [2]);

/** logit = Σ over constituents and axes of w · (pT, η, φ). */
export const linear = (weights: readonly [number, number, number]) =>
  targetOf((jets) => tf.sum(tf.mul(jets, tf.tensor3d([...weights], [1, 1, 3])), [1, 2]));

/** logit = Σ sin(w · (pT, η, φ)): a gradient that depends on where a constituent is. */
export const wavy = (weights: readonly [number, number, number]) =>
  targetOf((jets) => tf.sum(tf.sin(tf.sum(tf.mul(jets, tf.tensor3d([...weights], [1, 1, 3])), 2)), 1));

/** A small particle-flow network with random weights: nothing about it is known in closed form. */
export function smallPfn(): Tagger {
  const network = createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [16] });
  return { ...network, contrast: defaultContrast, weights: initialise(network, keyOf('small')) };
}
