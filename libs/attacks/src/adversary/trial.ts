// A trial of the search: what it was asked, what it achieved on validation jets, and which of two trials is better.
import type { ObservableName } from '@jetdemon/artifacts';
import { lossAtNominalOptimum } from '@jetdemon/statistics';
import { distancesOf, failedCriteria, type Acceptance, type PerCheck } from './acceptance.ts';
import type { Seen } from './responses.ts';

export interface Trial {
  /** Counted from 1. */
  readonly trial: number;
  /** Passes over the training jets since the start of the first trial. */
  readonly epoch: number;
  readonly lambda: PerCheck;
  /** Mean L_sig + L_bg over the steps of the trial. */
  readonly trainingLoss: number;
  /** KS distances of perturbed from unperturbed background, and their standard errors. */
  readonly ks: PerCheck;
  readonly ksError: PerCheck;
  readonly failed: readonly ObservableName[];
  /** Share of ε_S/√ε_B lost at the nominal optimum, each half of the validation jets at that of the other. */
  readonly loss: number;
}

/** What a trial achieved, from the same jets before and after; `weights` as `relativeWeights` has them. */
export function achieved(
  before: Seen,
  after: Seen,
  label: Uint8Array,
  acceptance: Acceptance,
  checked: readonly ObservableName[],
  weights?: Float64Array,
): Pick<Trial, 'ks' | 'ksError' | 'failed' | 'loss'> {
  const distances = distancesOf(before, after, label, checked, weights);
  return {
    ks: distances.ks,
    ksError: distances.error,
    failed: failedCriteria(acceptance, distances),
    loss: lossAtNominalOptimum(label, before.score, after.score, weights),
  };
}

/** Passing comes first, then strength; among trials that fail, the one whose worst acceptance criterion is nearest to passing. */
export function better(trial: Trial, best: Trial, acceptance: Acceptance): boolean {
  const [passes, bestPasses] = [trial.failed.length === 0, best.failed.length === 0];
  if (passes !== bestPasses) return passes;
  return passes ? trial.loss > best.loss : excess(trial, acceptance) < excess(best, acceptance);
}

/** The largest distance with its error, in units of its limit: passes below 1. 0 without acceptance criteria. */
export function excess({ ks, ksError }: Trial, acceptance: Acceptance): number {
  return Math.max(
    0,
    ...(Object.keys(acceptance) as ObservableName[]).map((name) => (ks[name]! + ksError[name]!) / acceptance[name]!),
  );
}

/** One line for the person who waits. */
export function describeTrial({ failed, loss }: Trial): string {
  const verdict = failed.length === 0 ? 'passed' : `failed ${failed.join(', ')}`;
  return `${verdict}, loss ${(100 * loss).toFixed(1)}%`;
}
