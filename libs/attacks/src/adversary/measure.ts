// What a classifier and an experiment see of jets, as simulated or as an adversary moved them: response and observables.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Device, Values } from '@jetdemon/compute';
import { maxConstituents, type Jets } from '@jetdemon/data';
import { inBatches, named } from '@jetdemon/models';
import type { Target } from '../directions.ts';
import { padded } from '../directions.ts';
import { descendingPt, reorder } from '../order.ts';
import { intoDomain } from '../perturb.ts';
import type { AdversaryNetwork } from './network.ts';
import { preservedOf, type Preservable } from './preserved.ts';

/** P(signal) under `score` and the named observables, each `[rows]`. */
export type Seen = Readonly<Record<string, Float32Array>> & { readonly score: Float32Array };

export interface Measurer {
  /** Of jets as they are. */
  nominal(jets: Jets, rows: Int32Array): Promise<Seen>;
  /** Of jets moved by the adversary with these weights, in descending pT again, as they are stored and scored. */
  moved(weights: Values, jets: Jets, rows: Int32Array): Promise<Seen>;
}

export function measurer(
  network: AdversaryNetwork,
  target: Target,
  names: readonly Preservable[],
  device: Device,
): Measurer {
  const move = device.compile((inputs) => ({
    moved: intoDomain(network.perturbed(inputs, named(inputs, 'jets') as Tensor3D)),
  }));
  const look = device.compile((inputs) => {
    const jets = named(inputs, 'jets');
    const score = tf.sigmoid(tf.reshape(target.logits(inputs, inputs), [-1]));
    return { ...(preservedOf(names, jets) as Record<Preservable, Tensor>), score };
  });
  const seen = (jets: Float32Array) => look({ ...target.weights, ...target.indices(jets), jets: padded(jets) });
  return {
    nominal: async (jets, rows) => (await inBatches(jets, { rows }, ({ data }) => seen(data))) as Seen,
    moved: async (weights, jets, rows) => {
      const run = async (batch: Values[string]) => {
        const moved = (await move({ ...weights, jets: batch })).moved!.data as Float32Array;
        return seen(reorder(moved, descendingPt(moved, maxConstituents), maxConstituents));
      };
      return (await inBatches(jets, { rows }, run)) as Seen;
    },
  };
}
