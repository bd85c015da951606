// What a classifier and an experiment see of jets, as simulated or as an adversary moved them: response and observables.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { float32, type Device, type Values } from '@jetdemon/compute';
import { batchOf, maxConstituents, type Jets } from '@jetdemon/data';
import { inBatches, named } from '@jetdemon/models';
import type { Target } from '../directions.ts';
import { padded } from '../directions.ts';
import { descendingPt, reorder } from '../order.ts';
import { intoDomain } from '../perturb.ts';
import { frozen } from './frozen.ts';
import { knownOf } from './knowledge.ts';
import type { AdversaryNetwork } from './network.ts';
import { preservedOf, type Preservable } from './preserved.ts';

/** P(signal) under `score` and the named observables, each `[rows]`. */
export type Seen = Readonly<Record<string, Float32Array>> & { readonly score: Float32Array };

/** What an adversary that knows the classifier is told: logits [rows], descent [rows, 64, 3]. */
export interface KnownJets {
  readonly logit: Float32Array;
  readonly descent: Float32Array;
}

export interface Measurer {
  /** Of jets as they are. */
  nominal(jets: Jets, rows: Int32Array): Promise<Seen>;
  /** Of jets moved by the adversary with these weights, in descending pT again, as they are stored and scored. */
  moved(weights: Values, jets: Jets, rows: Int32Array): Promise<Seen>;
  known(jets: Jets, rows: Int32Array): Promise<KnownJets>;
}

export function measurer(
  network: AdversaryNetwork,
  target: Target,
  names: readonly Preservable[],
  device: Device,
): Measurer {
  const informed = network.knows === 'classifier';
  const move = device.compile((inputs) => {
    const jets = named(inputs, 'jets') as Tensor3D;
    const known = informed ? knownOf(target, frozen(target.weights), inputs) : undefined;
    return { moved: intoDomain(network.perturbed(inputs, jets, known)) };
  });
  const know = device.compile((inputs) => ({ ...knownOf(target, frozen(target.weights), inputs) }));
  const look = device.compile((inputs) => {
    const logits = target.logits(frozen(target.weights), inputs);
    const score = tf.sigmoid(tf.reshape(logits, [-1]));
    return { ...(preservedOf(names, named(inputs, 'jets')) as Record<Preservable, tf.Tensor>), score };
  });
  const given = (jets: Float32Array): Values => ({ ...target.indices(jets), jets: padded(jets) });
  return {
    nominal: async (jets, rows) => (await inBatches(jets, { rows }, ({ data }) => look(given(data)))) as Seen,
    moved: async (weights, jets, rows) => {
      const run = async ({ data }: { data: Float32Array }) => {
        const inputs = informed ? given(data) : { jets: padded(data) };
        const moved = (await move({ ...weights, ...inputs })).moved!.data as Float32Array;
        return look(given(reorder(moved, descendingPt(moved, maxConstituents), maxConstituents)));
      };
      return (await inBatches(jets, { rows }, run)) as Seen;
    },
    async known(jets, rows) {
      const size = maxConstituents * 3;
      const out = { logit: new Float32Array(rows.length), descent: new Float32Array(rows.length * size) };
      for (let start = 0; start < rows.length; start += 512) {
        const found = await know(given(batchOf(jets, rows.slice(start, start + 512)).jets));
        out.logit.set(found.logit!.data, start);
        out.descent.set(found.descent!.data, start * size);
      }
      return out;
    },
  };
}

/** `known/…` inputs of a step for the jets at these places of `known`. */
export function knownInputs({ logit, descent }: KnownJets, at: readonly number[]): Values {
  const size = maxConstituents * 3;
  const rows = new Float32Array(at.length * size);
  at.forEach((from, to) => rows.set(descent.subarray(from * size, (from + 1) * size), to * size));
  return {
    'known/logit': float32(at.map((from) => logit[from]!)),
    'known/descent': float32(rows, [at.length, maxConstituents, 3]),
  };
}
