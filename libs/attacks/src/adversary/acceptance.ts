// The acceptance criteria of §III.B: how far the background may be moved before a validation would notice.
import type { ObservableName } from '@jetdemon/artifacts';
import { pairedKsError } from '@jetdemon/statistics';
import type { Seen } from './responses.ts';

/** A number for some of what is checked. */
export type PerCheck = Partial<Readonly<Record<ObservableName, number>>>;

/** Largest Kolmogorov-Smirnov distances of perturbed from unperturbed background; §III.B has mass 0.04, pT 0.04, score 0.02. */
export type Acceptance = PerCheck;

export interface Distances {
  /** KS distances, and their standard errors. */
  readonly ks: PerCheck;
  readonly error: PerCheck;
}

/**
 * KS distances of background jets before and after, by what is compared; the jets are the same, row by row.
 *
 * @param weights of the jets, as `relativeWeights` has them
 */
export function distancesOf(
  before: Seen,
  after: Seen,
  label: Uint8Array,
  names: readonly ObservableName[],
  weights?: Float64Array,
): Distances {
  const background = (values: Float32Array) => values.filter((_, at) => label[at] === 0);
  const counting = weights?.filter((_, at) => label[at] === 0);
  const measured = names.map(
    (name) => [name, pairedKsError(background(before[name]!), background(after[name]!), counting)] as const,
  );
  return {
    ks: Object.fromEntries(measured.map(([name, { distance }]) => [name, distance])),
    error: Object.fromEntries(measured.map(([name, { error }]) => [name, error])),
  };
}

/**
 * The acceptance criteria that are not passed. A distance passes when it is below its limit by its own standard error, so that jets
 * that had no part in the choice are likely to pass too.
 */
export function failedCriteria(acceptance: Acceptance, { ks, error }: Distances): ObservableName[] {
  return (Object.keys(acceptance) as ObservableName[]).filter(
    (name) => !(ks[name]! + error[name]! < acceptance[name]!),
  );
}
