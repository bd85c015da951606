// Where δ comes from when it follows the gradient of a classifier at the jets as moved so far.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Device, Values } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import { padded, type Tagger } from '@jetdemon/models';
import { InputError } from '@jetdemon/workflow';
import type { GradientAttack } from './attack.ts';
import { constantsOf, separate, type DirectionSource } from './directions.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import { descendingPt, reorder, restore } from './order.ts';
import { meanOf, smearedCopies, smearedOf, type SmearedCopy, type Smoothed, type Told } from './smeared-copies.ts';

/**
 * δ = normalise(−∇_J loss(logits(J))), a call of the network per iteration.
 *
 * The network is shown constituents in descending pT, because that is how attacked jets are stored and scored: one that
 * depends on the order is attacked as it will be asked. With `smoothed` the logits are those of the mean over smeared copies,
 * a call for each, drawn anew in every iteration: no later move follows the accidents of the earlier copies, the expectation over
 * transformations of arXiv:1707.07397, §2.1.
 */
export function gradientDirections(
  attack: GradientAttack,
  layout: JetLayout,
  device: Device,
  target: Tagger,
  smoothed?: Smoothed,
): DirectionSource {
  const differentiate = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    let kept!: Tensor1D;
    const gradient = tf.grad((moved: Tensor) => {
      kept = tf.keep(tf.reshape(target.logits(weights, { ...batch, jets: moved }), [-1]));
      return tf.sum(attack.loss(kept));
    })(batch.jets!);
    const logits = tf.clone(kept);
    kept.dispose();
    return { gradient, logits };
  });
  const normalise = device.compile(({ gradient }) => ({ direction: attack.normalise(tf.neg(gradient!) as Tensor3D) }));
  const constants = constantsOf(target.weights);
  const means = meanProbabilities();

  const told = async (jets: Float32Array, indices: Values, copy?: SmearedCopy): Promise<Told> => {
    const seen = copy ? smearedOf(jets, copy, layout).jets : jets;
    const order = descendingPt(seen, layout);
    const found = await differentiate({ ...constants, ...indices, jets: padded(reorder(seen, order, layout), layout) });
    const slopes = restore(found.gradient!.data as Float32Array, order, layout);
    if (copy) slopes.forEach((slope, at) => (slopes[at] = slope * copy.factor[at]!));
    return { logits: (found.logits!.data as Float32Array).slice(), slopes };
  };

  return {
    of(batch) {
      const { jets, rows } = batch;
      // Attacks keep the number of constituents, so the arrays of the first iteration serve all.
      const indices = target.indices(jets);
      const tell = means.ofBatch(rows.length);
      const ask = async (moved: Float32Array, iteration: number) => {
        const copies = smoothed ? smearedCopies(batch, layout, smoothed, iteration) : [undefined];
        const parts: Told[] = [];
        for (const copy of copies) parts.push(await told(moved, indices, copy));
        const { logits, slopes } = meanOf(parts);
        rows.forEach((row, at) => {
          const p = 1 / (1 + Math.exp(-logits[at]!));
          if (Number.isFinite(p)) return;
          const message = `expected a classifier with finite output, found ${p} for jet ${row}`;
          throw new InputError(message, undefined, { row });
        });
        tell(iteration, logits);
        return slopes;
      };
      return {
        async at(moved, iteration) {
          const { direction } = await normalise({ gradient: padded(await ask(moved, iteration), layout) });
          return direction!.data as Float32Array;
        },
        end: async (moved, iterations) => void (await ask(moved, iterations)),
      };
    },
    response: means.response,
  };
}
