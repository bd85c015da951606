// Where δ comes from: the gradient of a classifier, or a key. One exhaustive choice on what an attack needs.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { float32, type Device, type Tensors, type Values } from '@jetdemon/compute';
import { maxConstituents } from '@jetdemon/data';
import type { Network } from '@jetdemon/models';
import { InputError, type Key } from '@jetdemon/workflow';
import type { Attack, DrawnAttack, GradientAttack, LearnedAttack } from './attack.ts';
import { descendingPt, reorder, restore } from './order.ts';

/** What a gradient attack differentiates, a `Classifier` for one; P(signal) is the sigmoid of the logits. */
export type Target = Pick<Network, 'logits' | 'indices'> & { readonly weights: Values };

/** The jets of one batch: `jets` [batch, 64, 3]; `rows` may be shorter, jets beyond it are empty filler. */
export interface PaddedBatch {
  readonly jets: Float32Array;
  readonly rows: Int32Array;
}

/** δ for the jets of one batch as moved so far, both [batch, 64, 3]. */
export interface Directions {
  /** Asked in the order of the iterations, counted from 0. */
  at(jets: Float32Array, iteration: number): Promise<Float32Array>;
  /** Told once when all iterations are done. */
  end(jets: Float32Array, iterations: number): Promise<void>;
}

export interface DirectionSource {
  of(batch: PaddedBatch): Directions;
  /** The mean P(signal) of the attacked jets after each iteration at which the classifier was asked. */
  response(): Response[];
}

export interface Response {
  readonly iteration: number;
  readonly meanProbability: number;
}

export interface Given {
  readonly device: Device;
  /** For an attack that needs a classifier. */
  readonly target?: Target;
  /** For an attack that needs a key; every jet draws from a key of its own, split off by its row. */
  readonly key?: Key;
}

export function directionsOf(attack: Attack, { device, target, key }: Given): DirectionSource {
  switch (attack.needs) {
    case 'classifier':
      if (!target) throw new Error('internal: this attack needs a classifier');
      return gradientDirections(attack, device, target);
    case 'key':
      if (!key) throw new Error('internal: this attack needs a key');
      return drawnDirections(attack, key);
    case 'nothing':
      return learnedDirections(attack, device);
  }
}

/**
 * δ = normalise(−∇_J loss(logits(J))), one native call per iteration.
 *
 * The network is shown constituents in descending pT, because that is how attacked jets are stored and scored: one that
 * depends on the order is attacked as it will be asked.
 */
function gradientDirections(attack: GradientAttack, device: Device, target: Target): DirectionSource {
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
    const order = descendingPt(jets, maxConstituents);
    const sorted = reorder(jets, order, maxConstituents);
    const { direction, probability } = await descend({ ...constants, ...indices, jets: padded(sorted) });
    const told = (sums[iteration] ??= { sum: 0, jets: 0 });
    rows.forEach((row, at) => {
      const p = probability!.data[at]!;
      if (!Number.isFinite(p))
        throw new InputError(`expected a classifier with finite output, found ${p} for jet ${row}`);
      told.sum += p;
    });
    told.jets += rows.length;
    return restore(direction!.data as Float32Array, order, maxConstituents);
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
function drawnDirections(attack: DrawnAttack, key: Key): DirectionSource {
  return {
    of({ jets, rows }) {
      const streams = Array.from(rows, (row) => key.split(row).uniform());
      const real = counts(jets);
      return {
        async at() {
          const direction = new Float32Array(jets.length);
          streams.forEach((uniform, at) => {
            const start = at * maxConstituents * 3;
            for (let i = start; i < start + real[at]! * 3; i++) direction[i] = attack.draw(uniform);
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
function learnedDirections(attack: LearnedAttack, device: Device): DirectionSource {
  const ask = device.compile((inputs) => {
    const { weights, batch } = separate(inputs);
    return { direction: attack.direction(weights, batch.jets as Tensor3D) };
  });
  const weights = constantsOf(attack.weights);
  return {
    of: () => ({
      async at(jets) {
        const order = descendingPt(jets, maxConstituents);
        const { direction } = await ask({ ...weights, jets: padded(reorder(jets, order, maxConstituents)) });
        return restore(direction!.data as Float32Array, order, maxConstituents);
      },
      end: async () => {},
    }),
    response: () => [],
  };
}

export const padded = (data: Float32Array) => float32(data, [data.length / (maxConstituents * 3), maxConstituents, 3]);

function counts(jets: Float32Array): Uint8Array {
  const out = new Uint8Array(jets.length / (maxConstituents * 3));
  for (let i = 0; i < jets.length; i += 3) if (jets[i]! > 0) out[Math.floor(i / (maxConstituents * 3))]!++;
  return out;
}

const weightPrefix = 'weights/';

const constantsOf = (weights: Values): Values =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [weightPrefix + name, value]));

function separate(inputs: Tensors): { weights: Tensors; batch: Tensors } {
  const weights: Tensors = {};
  const batch: Tensors = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    if (name.startsWith(weightPrefix)) weights[name.slice(weightPrefix.length)] = tensor;
    else batch[name] = tensor;
  }
  return { weights, batch };
}
