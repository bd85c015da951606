// A known difference between this analysis and a published one: what it is, whether it holds here, what it pushes.
import type { Reference } from '@jetdemon/statistics';

/** Where a difference would put the reference's number: above ours, below ours, or nobody knows. */
export type Push = 'higher' | 'lower' | 'unknown';

/** What a report knows of this analysis, and of the other. */
export interface Circumstances {
  readonly reference: Reference;
  /** All jets of the sample, before its split; undefined when no jets were given to the report. */
  readonly jets?: { readonly signal: number; readonly background: number };
  /** What each attack was asked to do; none when no attacked jets were given to the report. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  /** Trainings with different seeds that numbers are averaged over; undefined or 1 for one training. */
  readonly seeds?: number;
  /** Threshold of the nominal optimum, by network of the reference. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Parameters of the trainings of classifiers; none when no classifiers were given to the report. */
  readonly classifiers?: readonly Readonly<Record<string, unknown>>[];
  /** Parameters of the adversaries reported on; undefined when none were given to the report. */
  readonly adversary?: Readonly<Record<string, unknown>>;
}

/** A number of a network: the kind of result that has it, and its place there, `significance/auc`. */
export type Quantity = string;

export interface KnownDifference {
  /** As a sentence refers to it. */
  readonly name: string;
  /** What differs, in sentences; `_{…}` is a subscript. */
  readonly statement: (here: Circumstances) => string;
  /** Why no workflow undoes it and measures what it is worth; left out where one does. */
  readonly unmeasured?: string;
  /** Whether it is known to hold here. */
  readonly applies: (here: Circumstances) => boolean;
  /** Which way it pushes the reference's number, undefined where it should not matter; or any number, nobody knows where. */
  readonly push: ((quantity: Quantity, network: string, here: Circumstances) => Push | undefined) | 'any';
}
