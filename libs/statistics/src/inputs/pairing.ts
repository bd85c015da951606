// How a varied sample belongs to the nominal one. Light to load: tasks declare the parameter when a workflow is checked.
import * as z from 'zod';
import type { ScoredJets } from './scored-jets.ts';

/** The parameter of every task that compares a varied sample with the nominal one. */
export const pairing = z
  .enum(['rows', 'unpaired'])
  .default('rows')
  .describe(
    'rows: a variation is the nominal jets, moved, row by row; unpaired: other jets, of another simulation for one, whose errors are independent; default rows',
  );

export type Pairing = z.output<typeof pairing>;

/** Other jets than the nominal ones. `[jets]` each */
export interface IndependentSample {
  /** 0 background, 1 signal. */
  readonly labels: Uint8Array;
  /** In [0, 1]. */
  readonly scores: ArrayLike<number>;
  /** See `relativeWeights`; absent: 1. */
  readonly weights?: Float64Array | undefined;
}

/** Scores of the nominal jets, moved, row by row, or a sample of other jets. */
export type VariedSample = ArrayLike<number> | IndependentSample;

export const isIndependent = (sample: VariedSample): sample is IndependentSample => 'labels' in sample;

/** A table of scores as a varied sample. */
export function variedSample({ label, score, weight }: ScoredJets, how: Pairing): VariedSample {
  return how === 'rows' ? score : { labels: label, scores: score, weights: weight };
}
