// Taggers, as scoring and attacks see a classifier, whether it was trained here or brought along: a function from jets
// to logits.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensors, Values } from '@jetdemon/compute';
import { sameConstituents, type Contrast, type JetLayout } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';

/** A function from weights and jets to one logit per jet, differentiable unless `gradient` says it is not. */
export interface TaggerFunction {
  /** `none`: the logits change in steps, as those of trees; absent where `tf.grad` follows them. */
  readonly gradient?: 'none' | undefined;
  /** Of the jets that it takes. */
  readonly layout: JetLayout;
  /** Most jets of one call, of a network that needs much memory for each; absent where as many as one likes. */
  readonly jetsPerCall?: number | undefined;
  /**
   * Logits `[batch]` (P(signal) is their sigmoid) of a batch `{ jets: [batch, constituents, features] }` in its
   * layout: (pT in TeV, η, φ …), padding is where pT = 0 and does not count. With the arrays of `indices` among the
   * inputs the same numbers come faster.
   */
  logits(weights: Tensors, batch: Tensors): Tensor;
  /**
   * Index arrays for `logits` of a padded batch `[batch, constituents, features]`, row-major, in which every jet's real
   * constituents come first; empty for a function that gains nothing from them.
   */
  indices(jets: Float32Array, asked?: IndicesOptions): Values;
}

export interface IndicesOptions {
  /** Those of another batch of as many jets, whose shapes are taken where they can be, so that one compiled graph serves both. */
  readonly earlier?: Values | undefined;
  /** Their shapes are among multiples of it, 512 by default: of a smaller one less is filled up, and more graphs are compiled. */
  readonly multiple?: number | undefined;
}

export interface Tagger extends TaggerFunction {
  /** The classes that its P(signal) tells apart. */
  readonly contrast: Contrast;
  readonly weights: Values;
}

/**
 * Refuses jets that are not what a tagger takes: another number of slots, other features.
 *
 * @param where the jets, named in the `InputError`
 */
export function requireFit({ layout }: Pick<Tagger, 'layout'>, jets: JetLayout, where: string): void {
  if (sameConstituents(layout, jets)) return;
  const inWords = ({ constituents, features }: JetLayout) =>
    `${constituents} constituents of ${features.map(({ name, unit }) => `${name} [${unit}]`).join(', ')}`;
  const expected = `expected jets as the classifier was trained on, ${inWords(layout)}`;
  throw new InputError(
    `${expected}, found ${inWords(jets)}: load or import them with the same constituents`,
    `${where}:`,
  );
}

/**
 * Refuses a tagger without slopes, where they are followed.
 *
 * @param what follows them, named in the `InputError`
 */
export function requireGradient({ gradient }: Pick<Tagger, 'gradient'>, what: string): void {
  if (gradient !== 'none') return;
  throw new InputError(
    `${what} follows the gradient of the classifier, and this one has none (its output changes in steps, as that of trees): attacks/square asks for its scores alone`,
  );
}
