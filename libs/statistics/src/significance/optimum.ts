// Where the optimum of eps_S / sqrt(eps_B) is chosen, and what passes there: on the jets that are quoted, or on others. A maximum over
// jets is quoted too high on the same jets, so that losses relative to it are too large.
import { relativeSignificance, peakSignificance, workingPoint, type WorkingPoint } from './working-point.ts';
import { groupAt, type Groups, type Overall, type Roc, type Sums } from './roc.ts';

/**
 * `other-half`: each half of the jets has the threshold of the other half's optimum, and what passes is added up (cross-fitting,
 * Schick, Ann. Statist. 14 (1986) 1139); `same-jets`: the optimum of all jets, quoted on all jets.
 */
export type Optimum = 'other-half' | 'same-jets';

/** What passes of a sample, and of each half of it where the optimum is that of the other half. */
export interface Counted<G extends Groups = Groups> {
  readonly ranking: G;
  readonly whole: Roc;
  readonly halves?: readonly [Roc, Roc] | undefined;
  /** Of the whole, where it was found in passing. */
  readonly overall?: Overall;
  /** Groups of `peakSignificance` in both halves, where there is a faster way to them. */
  readonly peaks?: (minimumBackground: readonly number[]) => number[];
}

/** The half, 0 or 1, of each jet: every other jet of its class, in the order of rows. `[jets]` */
export function halfOf(labels: ArrayLike<number>): Uint8Array {
  const seen = new Map<number, number>();
  return Uint8Array.from(labels, (label) => {
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return before % 2;
  });
}

/** Thresholds of the optimum: of all jets, or for each half that of the other one, which half as many background jets must pass. */
export function optimumOf({ ranking, whole, halves, peaks }: Counted, minimumBackground: number): readonly number[] {
  if (!halves) return [peakSignificance(ranking, whole, { minimumBackground }).threshold];
  const least = halves.map(({ backgroundJets }) => Math.min(Math.ceil(minimumBackground / 2), backgroundJets.at(-1)!));
  if (peaks)
    return peaks(least)
      .map((group) => ranking.thresholds[group]!)
      .reverse();
  const of = (at: 0 | 1) => peakSignificance(ranking, halves[at], { minimumBackground: least[at]! }).threshold;
  return [of(1), of(0)];
}

/** What passes the thresholds of `optimumOf`, of the same sample or another; its threshold is their mean. */
export function pointAt({ ranking, whole, halves }: Counted, thresholds: readonly number[]): WorkingPoint {
  if (!halves) return workingPoint(ranking, whole, thresholds[0]!);
  const groups = thresholds.map((threshold) => groupAt(ranking, threshold));
  const passing = (of: (roc: Roc) => Sums) =>
    halves.reduce((sum, half, at) => (groups[at]! < 0 ? sum : sum + of(half)[groups[at]!]!), 0);
  const signalEfficiency = passing(({ signal }) => signal) / whole.signal.at(-1)!;
  const backgroundEfficiency = passing(({ background }) => background) / whole.background.at(-1)!;
  return {
    threshold: (thresholds[0]! + thresholds[1]!) / 2,
    signalEfficiency,
    backgroundEfficiency,
    significance: relativeSignificance(signalEfficiency, backgroundEfficiency),
    backgroundJets: passing(({ backgroundJets }) => backgroundJets),
  };
}
