// What a case of the bench is.
import type { Interval } from '@jetdemon/artifacts';
import type { Key } from '@jetdemon/workflow';

/** A number as it is quoted, and what is true. */
export type Quote = readonly [number: string, quoted: Interval, truth: number];

export interface Case {
  readonly name: string;
  /** Of the pseudo-experiments that are asked for, how many it makes; all by default. */
  readonly share?: number;
  experiment(key: Key): readonly Quote[];
}

export const minimumBackground = 20;
export const replicas = 200;
