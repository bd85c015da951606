// A known difference between this analysis and a published one: what it is, whether it holds here, what it pushes.
import type { PaperNetwork } from '../text/subjects.ts';
import type { Quantity } from './paper-numbers.ts';

/** Where a difference would put the paper's number: above ours, below ours, or nobody knows. */
export type Push = 'higher' | 'lower' | 'unknown';

/** What a report knows of this analysis. */
export interface Circumstances {
  /** All jets of the sample, before its split; undefined when no jets were given to the report. */
  readonly jets?: { readonly signal: number; readonly background: number };
  /** What the attack was asked to do; undefined when no attacked jets were given to the report. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** Trainings with different seeds that numbers are averaged over; undefined or 1 for one training. */
  readonly seeds?: number;
  /** Threshold of the nominal optimum of the paper's networks. */
  readonly thresholds?: Readonly<Partial<Record<PaperNetwork, number>>>;
  /** Parameters of the demons reported on; undefined when none were given to the report. */
  readonly demon?: Readonly<Record<string, unknown>>;
}

export interface KnownDifference {
  /** As a sentence refers to it. */
  readonly name: string;
  /** What differs, in sentences; `_{…}` is a subscript. */
  readonly statement: (here: Circumstances) => string;
  /** Whether it is known to hold here. */
  readonly applies: (here: Circumstances) => boolean;
  /** Which way it pushes the paper's number, undefined where it should not matter; or any number, nobody knows where. */
  readonly push: ((quantity: Quantity, network: PaperNetwork, here: Circumstances) => Push | undefined) | 'any';
}
