// Sources of δ: the gradient of a classifier, or a key. One exhaustive choice on what an attack needs.
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Device } from '@jetdemon/compute';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';
import { padded, requireFit, requireGradient, type Tagger } from '@jetdemon/models';
import type { Key } from '@jetdemon/workflow';
import type { Attack, DrawnAttack, LearnedAttack } from './attack.ts';
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
import { gradientDirections } from './gradient-directions.ts';
import { nearestDirections } from './nearest-directions.ts';
import { projectedDirections } from './projected-directions.ts';
import { queriedDirections } from './queried-directions.ts';
import type { Smoothed } from './smeared-copies.ts';

/** What a gradient attack differentiates. */
export type Target = Tagger;

export interface Given {
  readonly device: Device;
  /** For an attack that needs a classifier. */
  readonly target?: Tagger;
  /** For an attack that needs a key; every jet draws from a key of its own, split off by its row. */
  readonly key?: Key;
  /** Where the classifier is asked about smeared copies, for an attack that follows its gradient in a box. */
  readonly smoothed?: Smoothed | undefined;
}

export type { DirectionSource, Directions, PaddedBatch, Response };

export function directionsOf(
  attack: Attack,
  layout: JetLayout,
  { device, target, key, smoothed }: Given,
): DirectionSource {
  if (smoothed && attack.needs !== 'classifier' && attack.needs !== 'classifier and key')
    throw new Error('internal: this attack does not see the smoothing of a classifier');
  switch (attack.needs) {
    case 'classifier':
      if (!target) throw new Error('internal: this attack needs a classifier');
      requireFit(target, layout, 'jets');
      requireGradient(target, 'this attack');
      return gradientDirections(attack, layout, device, target, smoothed);
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
      return projectedDirections(attack, layout, device, { target, key, smoothed });
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
            const end = start + real[at]! * features.length;
            for (let slot = start; slot < end; slot += features.length)
              for (let i = 0; i < moving.length; i++) direction[slot + moving[i]!] = attack.draw(uniform);
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
