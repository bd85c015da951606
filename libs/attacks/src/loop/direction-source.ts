// Sources of δ: the gradient of a classifier, or a key. One exhaustive choice on what an attack needs.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Device, Values } from '@jetdemon/compute';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';
import { padded, requireFit, requireGradient, type Tagger } from '@jetdemon/models';
import { InputError, type Key } from '@jetdemon/workflow';
import type { Attack, DrawnAttack, GradientAttack, LearnedAttack } from './attack.ts';
import {
  constantsOf,
  counts,
  separate,
  type DirectionSource,
  type Directions,
  type PaddedBatch,
  type Response,
} from './directions.ts';
import { descendingPt, reorder, restore } from './order.ts';
import { nearestDirections } from './nearest-directions.ts';
import { projectedDirections } from './projected-directions.ts';
import { queriedDirections } from './queried-directions.ts';

/** What a gradient attack differentiates. */
export type Target = Tagger;

export interface Given {
  readonly device: Device;
  /** For an attack that needs a classifier. */
  readonly target?: Tagger;
  /** For an attack that needs a key; every jet draws from a key of its own, split off by its row. */
  readonly key?: Key;
}

export type { DirectionSource, Directions, PaddedBatch, Response };

export function directionsOf(attack: Attack, layout: JetLayout, { device, target, key }: Given): DirectionSource {
  switch (attack.needs) {
    case 'classifier':
      if (!target) throw new Error('internal: this attack needs a classifier');
      requireFit(target, layout, 'jets');
      requireGradient(target, 'this attack');
      return gradientDirections(attack, layout, device, target);
    case 'key':
      if (!key) throw new Error('internal: this attack needs a key');
      return drawnDirections(attack, layout, key);
    case 'scores':
      if (!target || !key) throw new Error('internal: this attack needs a classifier and a key');
      requireFit(target, layout, 'jets');
      return queriedDirections(attack, layout, device, target, key);
    case 'classifier and key':
      if (!target || !key) throw new Error('internal: this attack needs a classifier and a key');
      requireFit(target, layout, 'jets');
      requireGradient(target, 'this attack');
      return projectedDirections(attack, layout, device, target, key);
    case 'boundary':
      if (!target) throw new Error('internal: this attack needs a classifier');
      requireFit(target, layout, 'jets');
      requireGradient(target, 'this attack');
      return nearestDirections(attack, layout, device, target);
    case 'nothing':
      requireFit(attack, layout, 'jets');
      return learnedDirections(attack, layout, device);
  }
}

/**
 * δ = normalise(−∇_J loss(logits(J))), one native call per iteration.
 *
 * The network is shown constituents in descending pT, because that is how attacked jets are stored and scored: one that
 * depends on the order is attacked as it will be asked.
 */
function gradientDirections(
  attack: GradientAttack,
  layout: JetLayout,
  device: Device,
  target: Tagger,
): DirectionSource {
  const descend = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    let logits!: Tensor1D;
    const gradient = tf.grad((moved: Tensor) => {
      logits = tf.keep(tf.reshape(target.logits(weights, { ...batch, jets: moved }), [-1]));
      return tf.sum(attack.loss(logits));
    })(batch.jets!);
    const probability = tf.sigmoid(logits);
    logits.dispose();
    return { direction: attack.normalise(tf.neg(gradient) as Tensor3D), probability };
  });
  const constants = constantsOf(target.weights);
  const sums: { sum: number; jets: number }[] = [];

  const ask = async (jets: Float32Array, rows: Int32Array, iteration: number, indices: Values) => {
    const order = descendingPt(jets, layout);
    const sorted = reorder(jets, order, layout);
    const { direction, probability } = await descend({ ...constants, ...indices, jets: padded(sorted, layout) });
    const told = (sums[iteration] ??= { sum: 0, jets: 0 });
    rows.forEach((row, at) => {
      const p = probability!.data[at]!;
      if (!Number.isFinite(p))
        throw new InputError(`expected a classifier with finite output, found ${p} for jet ${row}`, undefined, { row });
      told.sum += p;
    });
    told.jets += rows.length;
    return restore(direction!.data as Float32Array, order, layout);
  };

  return {
    of({ jets, rows }) {
      // Attacks keep the number of constituents, so the arrays of the first iteration serve all.
      const indices = target.indices(jets);
      return {
        at: (moved, iteration) => ask(moved, rows, iteration, indices),
        end: async (moved, iterations) => void (await ask(moved, rows, iterations, indices)),
      };
    },
    response: () =>
      sums.flatMap((told, iteration) => (told ? [{ iteration, meanProbability: told.sum / told.jets }] : [])),
  };
}

/** Constituents take their numbers in slot order, pT before η before φ, one stream per jet. */
function drawnDirections(attack: DrawnAttack, layout: JetLayout, key: Key): DirectionSource {
  const { features } = layout;
  const moving = features.flatMap(({ move }, at) => (move === 'frozen' ? [] : [at]));
  return {
    of({ jets, rows }) {
      const streams = Array.from(rows, (row) => key.split(row).uniform());
      const real = counts(jets, layout);
      return {
        async at() {
          const direction = new Float32Array(jets.length);
          streams.forEach((uniform, at) => {
            const start = at * valuesPerJet(layout);
            for (let i = 0; i < real[at]!; i++)
              for (const feature of moving) direction[start + i * features.length + feature] = attack.draw(uniform);
          });
          return direction;
        },
        end: async () => {},
      };
    },
    response: () => [],
  };
}

/** What a trained network says, one native call per iteration. */
function learnedDirections(attack: LearnedAttack, layout: JetLayout, device: Device): DirectionSource {
  const ask = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    return { direction: attack.direction(weights, batch.jets as Tensor3D) };
  });
  const weights = constantsOf(attack.weights);
  return {
    of: () => ({
      async at(jets) {
        const order = descendingPt(jets, layout);
        const { direction } = await ask({ ...weights, jets: padded(reorder(jets, order, layout), layout) });
        return restore(direction!.data as Float32Array, order, layout);
      },
      end: async () => {},
    }),
    response: () => [],
  };
}
