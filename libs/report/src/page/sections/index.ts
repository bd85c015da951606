// Sections of the page: where each kind of result is shown, and the order in which a reader meets them.
import type { Chapter } from '../chapter.ts';
import type { KindName } from '../kinds.ts';
import { attackChecksChapter } from './attack-checks.ts';
import { claimsChapter } from './claims.ts';
import { cutflowChapter } from './cutflow.ts';
import { detectionChapter } from './detection.ts';
import { disagreements } from './disagreements.ts';
import { eventsChapter, jetsChapter } from './events.ts';
import { exclusionChapter } from './exclusion.ts';
import { figuresChapter } from './figures.ts';
import { finding } from './finding.ts';
import { foundations, reproduction } from './foundations.ts';
import { growthChapter } from './growth.ts';
import { numbersChapter } from './numbers.ts';
import { otherNumbers } from './other-numbers.ts';
import { robustnessChapter } from './robustness.ts';
import { search } from './search.ts';
import { significanceChapter } from './significance.ts';
import { susceptibilityChapter } from './susceptibility.ts';
import { validation } from './validation.ts';

/** Chapters in the order of the page. */
export const chapters: readonly Chapter[] = [
  ...[
    robustnessChapter,
    growthChapter,
    finding,
    attackChecksChapter,
    cutflowChapter,
    eventsChapter,
    significanceChapter,
    validation,
    detectionChapter,
    exclusionChapter,
    susceptibilityChapter,
  ],
  ...[jetsChapter, figuresChapter, claimsChapter, numbersChapter, otherNumbers, search, disagreements],
  ...[foundations, reproduction],
];

/**
 * The chapter that each kind of result, and every figure about it, is shown in. What has no contents to show stands in
 * the table of nodes alone.
 */
export const sections: Readonly<Record<KindName, Chapter>> = {
  significance: significanceChapter,
  histograms: validation,
  'control region': validation,
  acceptance: validation,
  exclusion: exclusionChapter,
  limits: exclusionChapter,
  susceptibility: susceptibilityChapter,
  growth: growthChapter,
  robustness: robustnessChapter,
  detection: detectionChapter,
  claims: claimsChapter,
  adversary: search,
  'attacked jets': jetsChapter,
  'attack checks': attackChecksChapter,
  'selected jets': cutflowChapter,
  'clustered towers': eventsChapter,
  towers: eventsChapter,
  events: eventsChapter,
  figure: figuresChapter,
  numbers: otherNumbers,
  jets: foundations,
  'split jets': foundations,
  'exported jets': foundations,
  classifier: foundations,
  scores: foundations,
  'binned scores': foundations,
  'certified scores': foundations,
  report: foundations,
  'program files': foundations,
};
