// Response and observables of jets, as simulated or as an adversary moved them.
import * as tf from '@tensorflow/tfjs-core';
import type { JetObservable } from '@jetdemon/artifacts';
import { float32, type Device, type Values } from '@jetdemon/compute';
import { coordinates, type JetLayout, type JetRows } from '@jetdemon/data';
import { inBatches, inCalls, named, observables, padded } from '@jetdemon/models';
import type { Tagger } from '@jetdemon/models';
import { descendingPt, reorder } from '../loop/order.ts';
import { intoDomain } from '../threat/budget.ts';
import { frozen } from './constants.ts';
import { knownOf } from './gradient-input.ts';
import type { AdversaryNetwork, Known } from './network.ts';

/** P(signal) under `score`, its logit under `logit`, and the named observables, each `[rows]`. */
export type Seen = Readonly<Record<string, Float32Array>> & { readonly score: Float32Array };

/** Jets as simulated: what is seen of them, and what an adversary that is shown the classifier is told. */
export interface Nominal {
  readonly seen: Seen;
  /** Logits [rows] and descent [rows, constituents, 3] of gradient-input.ts; undefined for an adversary that is shown the jet alone. */
  readonly known?: { readonly logit: Float32Array; readonly descent: Float32Array };
}

export interface Measurer {
  nominal(jets: JetRows, rows: Int32Array): Promise<Nominal>;
  /** The same of padded jets, [batch, constituents, features]. */
  nominalOf(padded: Float32Array): Promise<Nominal>;
  /** Of jets moved by the adversary with these weights, in descending pT again, as they are stored and scored. */
  moved(weights: Values, jets: JetRows, rows: Int32Array, nominal: Nominal): Promise<Seen>;
}

export function measurer(
  network: AdversaryNetwork,
  target: Tagger,
  names: readonly JetObservable[],
  device: Device,
): Measurer {
  const informed = network.inputs === 'jet+gradient';
  const { layout } = network;
  const { jetsPerCall } = target;
  const held = (inputs: tf.NamedTensorMap): tf.NamedTensorMap => observables(names, named(inputs, 'jets'), layout);
  const look = device.compile((inputs) => {
    const logits = target.logits(frozen(target.weights), inputs);
    const logit = tf.reshape(logits, [-1]);
    return { ...held(inputs), logit, score: tf.sigmoid(logit) };
  });
  const know = device.compile((inputs) => {
    const known = knownOf(target, frozen(target.weights), inputs);
    return { ...held(inputs), logit: known.logit, score: tf.sigmoid(known.logit), ...knownAs(known) };
  });
  const move = device.compile((inputs) => ({
    moved: intoDomain(network.perturbed(inputs, inputs, knownAmong(network, inputs)), layout),
  }));
  const given = (jets: Float32Array): Values => ({ ...target.indices(jets), jets: padded(jets, layout) });
  const ask = (data: Float32Array) => (informed ? know : look)(given(data));
  const nominalFrom = ({ [LOGIT]: logit, [DESCENT]: descent, ...seen }: Record<string, Float32Array>): Nominal => ({
    seen: seen as Seen,
    known: informed ? { logit: logit!, descent: descent! } : undefined,
  });
  return {
    async nominal(jets, rows) {
      return nominalFrom(await inBatches(jets, { rows, jetsPerCall }, ({ data }) => ask(data)));
    },
    async nominalOf(data) {
      const found = await inCalls({ ...padded(data, layout), data }, jetsPerCall, (some) => ask(some.data));
      const entries = Object.entries(found).map(([name, { data: values }]) => [name, values as Float32Array] as const);
      return nominalFrom(Object.fromEntries(entries));
    },
    async moved(weights, jets, rows, { known }) {
      const seen = await inBatches(jets, { rows, jetsPerCall }, async (batch, start) => {
        const at = Array.from({ length: batch.shape[0]! }, (_, i) => start + i);
        const told = known ? knownInputs(known, at, layout) : {};
        const inputs = { ...weights, ...network.indices(batch.data), ...told, jets: batch };
        const moved = (await move(inputs)).moved!.data as Float32Array;
        return look(given(reorder(moved, descendingPt(moved, layout), layout)));
      });
      return seen as Seen;
    },
  };
}

const LOGIT = 'known/logit';
const DESCENT = 'known/descent';

const knownAs = ({ logit, descent }: Known): tf.NamedTensorMap => ({ [LOGIT]: logit, [DESCENT]: descent });

/** What an adversary is told, among the inputs of a graph; undefined for one that is shown the jet alone. */
export function knownAmong(network: AdversaryNetwork, inputs: tf.NamedTensorMap): Known | undefined {
  return network.inputs === 'jet+gradient'
    ? { logit: named(inputs, LOGIT), descent: named(inputs, DESCENT) }
    : undefined;
}

/** The same for the jets at these places of `known`; zeros beyond its end, for filler. */
export function knownInputs(
  { logit, descent }: NonNullable<Nominal['known']>,
  at: readonly number[],
  { constituents }: JetLayout,
): Values {
  const size = constituents * coordinates;
  const rows = new Float32Array(at.length * size);
  at.forEach((from, to) => rows.set(descent.subarray(from * size, (from + 1) * size), to * size));
  return {
    [LOGIT]: float32(at.map((from) => logit[from] ?? 0)),
    [DESCENT]: float32(rows, [at.length, constituents, coordinates]),
  };
}
