// What every source of directions gives, and the padded batches that it is asked about.
import type { Tensors, Values } from '@jetdemon/compute';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';

/** The jets of one batch: `jets` [batch, constituents, features]; `rows` may be shorter, jets beyond it are empty filler. */
export interface PaddedBatch {
  readonly jets: Float32Array;
  readonly rows: Int32Array;
}

/** δ for the jets of one batch as moved so far, both [batch, constituents, features]. */
export interface Directions {
  /** Asked in the order of the iterations, counted from 0. */
  at(jets: Float32Array, iteration: number): Promise<Float32Array>;
  /** Told once when all iterations are done. */
  end(jets: Float32Array, iterations: number): Promise<void>;
  /** Of each row, where the source has a column; told when all is done. */
  values?(): Float64Array;
}

export interface DirectionSource {
  of(batch: PaddedBatch): Directions;
  /** Of a number that each attacked jet gets, where it does. */
  readonly column?: { readonly name: string; readonly unit: string; readonly description: string };
  /** The mean P(signal) of the attacked jets after each iteration at which the classifier was asked. */
  response(): Response[];
}

export interface Response {
  readonly iteration: number;
  readonly meanProbability: number;
}

/** How many constituents each jet of a padded batch has. */
export function counts(jets: Float32Array, layout: JetLayout): Int32Array {
  const [width, each] = [valuesPerJet(layout), layout.features.length];
  const out = new Int32Array(jets.length / width);
  for (let jet = 0; jet < out.length; jet++)
    for (let i = jet * width; i < (jet + 1) * width; i += each) if (jets[i]! > 0) out[jet]!++;
  return out;
}

const weightPrefix = 'weights/';

/** Weights under names that no part of a batch has. */
export const constantsOf = (weights: Values): Values =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [weightPrefix + name, value]));

/** Weights and batch of what `constantsOf` and a batch were joined to. */
export function separate(inputs: Tensors): { weights: Tensors; batch: Tensors } {
  const weights: Tensors = {};
  const batch: Tensors = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    if (name.startsWith(weightPrefix)) weights[name.slice(weightPrefix.length)] = tensor;
    else batch[name] = tensor;
  }
  return { weights, batch };
}
