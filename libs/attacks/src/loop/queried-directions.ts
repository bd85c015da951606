// Where δ comes from when a classifier is asked for its scores alone: a random search, jet by jet.
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';
import { padded, type Tagger } from '@jetdemon/models';
import { InputError, type Key, type Uniform } from '@jetdemon/workflow';
import type { Device, Tensors } from '@jetdemon/compute';
import type { QueriedAttack } from './attack.ts';
import { constantsOf, counts, separate, type DirectionSource } from './directions.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import { descendingPt, reorder } from './order.ts';

/**
 * δ of ± 1 in every coordinate that may move, the best of `queries`: each asks about jets whose constituents have new signs
 * in a share of them, one native call for all jets of a batch. A jet draws from a key of its own.
 */
export function queriedDirections(
  attack: QueriedAttack,
  layout: JetLayout,
  device: Device,
  target: Tagger,
  key: Key,
): DirectionSource {
  const { threat } = attack;
  const move = device.compile(({ jets, direction }) => ({
    moved: threat.project(threat.step(jets as Tensor3D, direction as Tensor3D, layout), layout),
  }));
  const score = device.compile((inputs: Tensors): Record<string, Tensor> => {
    const { weights, batch } = separate(inputs);
    return { logits: tf.reshape(target.logits(weights, batch), [-1]) };
  });
  const constants = constantsOf(target.weights);
  const width = valuesPerJet(layout);
  const moving = layout.features.flatMap(({ move: how }, at) => (how === 'frozen' ? [] : [at]));
  const means = meanProbabilities();

  const logitsOf = async (jets: Float32Array, rows: Int32Array): Promise<Float32Array> => {
    // In descending pT, as attacked jets are stored and scored.
    const sorted = reorder(jets, descendingPt(jets, layout), layout);
    const { logits } = await score({ ...constants, ...target.indices(sorted), jets: padded(sorted, layout) });
    rows.forEach((row, at) => {
      const logit = logits!.data[at]!;
      if (!Number.isFinite(logit))
        throw new InputError(`expected a classifier with finite output, found ${logit} for jet ${row}`, undefined, {
          row,
        });
    });
    return logits!.data as Float32Array;
  };

  return {
    of({ jets, rows }) {
      const streams = Array.from(rows, (row) => key.split(row).uniform());
      const real = counts(jets, layout);
      const drawn = (into: Float32Array, share: number): void =>
        streams.forEach((uniform, at) => {
          const chosen = constituentsOf(uniform, real[at]!, share);
          for (const constituent of chosen)
            for (const feature of moving)
              into[at * width + constituent * layout.features.length + feature] = uniform() < 0.5 ? -1 : 1;
        });
      const tell = means.ofBatch(rows.length);
      let best: Float32Array;
      return {
        async at(before) {
          tell(0, await logitsOf(before, rows));
          const direction = new Float32Array(before.length);
          best = new Float32Array(rows.length).fill(Infinity);
          for (let query = 0; query < attack.queries; query++) {
            const tried = direction.slice();
            drawn(tried, query === 0 ? 1 : attack.share(query));
            const { moved } = await move({ jets: padded(before, layout), direction: padded(tried, layout) });
            const logits = await logitsOf(moved!.data as Float32Array, rows);
            rows.forEach((_, at) => {
              if (!(logits[at]! < best[at]!)) return;
              best[at] = logits[at]!;
              direction.set(tried.subarray(at * width, (at + 1) * width), at * width);
            });
          }
          return direction;
        },
        end: async () => tell(1, best),
      };
    },
    response: means.response,
  };
}

/** A share of the constituents, at least one. */
function constituentsOf(uniform: Uniform, count: number, share: number): number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  if (share >= 1) return all;
  const chosen = all.filter(() => uniform() < share);
  return chosen.length > 0 || count === 0 ? chosen : [Math.floor(uniform() * count)];
}
