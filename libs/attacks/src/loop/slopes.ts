// Logits of jets that were moved along δ, and their slopes in δ.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Device, Values } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import { padded, type Tagger } from '@jetdemon/models';
import { InputError } from '@jetdemon/workflow';
import type { Threat } from '../threat/threat.ts';
import { constantsOf, separate, type PaddedBatch } from './directions.ts';
import { descendingPt, reorder, restore } from './order.ts';

export interface Slopes {
  /** One per jet of the batch; of those beyond its rows without meaning. */
  readonly logits: Float32Array;
  /** ∂ logit / ∂ δ, [batch, constituents, features]. */
  readonly gradient: Float32Array;
}

/**
 * A function from δ to logits and slopes of the jets of a batch at project(step(J, δ)), two native calls each. The network is
 * shown constituents in descending pT, as attacked jets are stored and scored.
 *
 * @throws InputError for logits that are not finite
 */
export function slopesOf(threat: Threat, layout: JetLayout, device: Device, target: Tagger) {
  const at = (jets: Tensor, direction: Tensor) =>
    threat.project(threat.step(jets as Tensor3D, direction as Tensor3D, layout), layout);
  const move = device.compile(({ jets, direction }) => ({ moved: at(jets!, direction!) }));
  const differentiate = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    const { jets, direction, ...indices } = batch;
    let logits!: Tensor1D;
    const gradient = tf.grad((delta: Tensor) => {
      logits = tf.keep(tf.reshape(target.logits(weights, { ...indices, jets: at(jets!, delta) }), [-1]));
      return tf.sum(logits);
    })(direction!);
    const found = tf.clone(logits);
    logits.dispose();
    return { gradient, logits: found };
  });
  const constants = constantsOf(target.weights);

  return ({ jets, rows }: PaddedBatch) => {
    // The number of constituents stays, so the arrays of the jets as they are serve all.
    const indices: Values = target.indices(jets);
    return async (direction: Float32Array): Promise<Slopes> => {
      const { moved } = await move({ jets: padded(jets, layout), direction: padded(direction, layout) });
      const order = descendingPt(moved!.data as Float32Array, layout);
      const sorted = (values: Float32Array) => padded(reorder(values, order, layout), layout);
      const found = await differentiate({ ...constants, ...indices, jets: sorted(jets), direction: sorted(direction) });
      const logits = found.logits!.data as Float32Array;
      rows.forEach((row, jet) => {
        if (Number.isFinite(logits[jet]!)) return;
        const message = `expected a classifier with finite output, found ${logits[jet]} for jet ${row}`;
        throw new InputError(message, undefined, { row });
      });
      return { logits, gradient: restore(found.gradient!.data as Float32Array, order, layout) };
    };
  };
}
