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
import { meanOf, smearedCopies, smearedOf, type Smoothed, type Told } from './smeared-copies.ts';

export interface Slopes {
  /** One per jet of the batch; of those beyond its rows without meaning. */
  readonly logits: Float32Array;
  /** ∂ logit / ∂ δ, [batch, constituents, features]. */
  readonly gradient: Float32Array;
}

/**
 * A function from δ to logits and slopes of the jets of a batch at project(step(J, δ)), two native calls each. The network is
 * shown constituents in descending pT, as attacked jets are stored and scored. With `smoothed` they are those of the mean over
 * smeared copies, a call for each.
 *
 * @throws InputError for logits that are not finite
 */
export function slopesOf(threat: Threat, layout: JetLayout, device: Device, target: Tagger, smoothed?: Smoothed) {
  const at = (jets: Tensor, direction: Tensor) =>
    threat.project(threat.step(jets as Tensor3D, direction as Tensor3D, layout), layout);
  const move = device.compile(({ jets, direction }) => ({ moved: at(jets!, direction!) }));
  const differentiate = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    const { jets, direction, factor, shift, ...indices } = batch;
    const seen = (moved: Tensor) => (factor && shift ? tf.add(tf.mul(moved, factor), shift) : moved);
    let logits!: Tensor1D;
    const gradient = tf.grad((delta: Tensor) => {
      logits = tf.keep(tf.reshape(target.logits(weights, { ...indices, jets: seen(at(jets!, delta)) }), [-1]));
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
    const copies = smoothed ? smearedCopies({ jets, rows }, layout, smoothed) : [undefined];
    const told = async (direction: Float32Array, seen: Float32Array, smear: Record<string, Float32Array> = {}) => {
      const order = descendingPt(seen, layout);
      const sorted = (values: Float32Array) => padded(reorder(values, order, layout), layout);
      const shown = Object.fromEntries(Object.entries({ jets, direction, ...smear }).map(([name, values]) => [name, sorted(values)])); // prettier-ignore
      const found = await differentiate({ ...constants, ...indices, ...shown });
      const logits = (found.logits!.data as Float32Array).slice();
      rows.forEach((row, jet) => {
        if (Number.isFinite(logits[jet]!)) return;
        const message = `expected a classifier with finite output, found ${logits[jet]} for jet ${row}`;
        throw new InputError(message, undefined, { row });
      });
      return { logits, slopes: restore(found.gradient!.data as Float32Array, order, layout) };
    };
    return async (direction: Float32Array): Promise<Slopes> => {
      const out = await move({ jets: padded(jets, layout), direction: padded(direction, layout) });
      const moved = out.moved!.data as Float32Array;
      const parts: Told[] = [];
      for (const copy of copies) {
        const { jets: seen, ...smear } = copy ? smearedOf(moved, copy, layout) : { jets: moved };
        parts.push(await told(direction, seen, smear));
      }
      const { logits, slopes: gradient } = meanOf(parts);
      return { logits, gradient };
    };
  };
}
