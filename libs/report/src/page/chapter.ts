// Chapters of the page, and the content that all of them are made from.
import type { Reference } from '@jetdemon/statistics';
import type { KnownDifference, Circumstances } from '../reference/difference.ts';
import type { Row } from '../reference/comparison.ts';
import type { DrawnFigure } from '../results/drawn-figure.ts';
import type { Html } from '../text/html.ts';
import type { Naming } from '../text/subjects.ts';
import type { Measured } from './attacks.ts';
import type { KindName } from './kinds.ts';
import type { NodeRecord } from './provenance.ts';
import type { Results } from './results.ts';
import type { Undone } from './undone.ts';

export interface Content {
  readonly title: string;
  readonly results: Results;
  readonly naming: Naming;
  readonly measured: readonly Measured[];
  readonly rows: readonly Row[];
  /** The published analysis beside this one, where there is one, and what is known to differ. */
  readonly published?: {
    readonly reference: Reference;
    readonly here: Circumstances;
    readonly differences: readonly KnownDifference[];
    /** Those of them that were undone, with every number measured anew. */
    readonly undone: readonly Undone[];
  };
  readonly records: readonly NodeRecord[];
  readonly software: Readonly<Record<string, string>>;
  /** What a reader types to get this page again. */
  readonly command: string;
}

export interface Chapter {
  /** Of its heading, so that it can be linked to. */
  readonly id: string;
  readonly title: (content: Content) => string;
  /** Undefined where there is nothing to say. */
  readonly show: (content: Content, figures: readonly DrawnFigure[]) => Html | undefined;
}

/** What the reference says of a kind of result without a number to compare. */
export const remarkOn = (kind: KindName, { published }: Content) => published?.reference.remarks[kind];
