// Choosing jets: the paper's selection with its cut-flow, and the first N of each class; both also piece by piece.
import { InputError } from '@jetdemon/workflow';
import type { Jets } from './jets.ts';
import { jetKinematics } from './kinematics.ts';
import { allRows } from './shuffle.ts';

/** §II of arXiv:1910.08606: pT > 300 GeV, m > 50 GeV, at least 3 constituents; it states no cut on η. */
export interface Cuts {
  /** Jet pT [GeV] must be above it. */
  readonly ptMinGeV?: number;
  /** Jet mass [GeV] must be above it; 0 is no cut. */
  readonly massMinGeV?: number;
  /** |η| of the jet must be below it. */
  readonly absEtaMax?: number;
  /** A jet has at least so many constituents. */
  readonly constituentsMin?: number;
}

/** Whether a mass [GeV] is above the cut; any is above 0, since a jet of one constituent has no mass, or what rounding leaves of it. */
export const passesMass = (massGeV: number, minGeV: number): boolean => minGeV === 0 || massGeV > minGeV;

/** How many jets of each class are left after a cut and all before it, in the order of the classes. */
export interface CutflowStep {
  readonly cut: string;
  readonly counts: readonly number[];
}

export interface Selection {
  /** Rows that pass, ascending. */
  readonly rows: Int32Array;
  /** First 'all jets', then a step for every cut that was asked for. */
  readonly cutflow: readonly CutflowStep[];
}

/**
 * Applies the cuts that are given, in the order pT, mass, |η|, constituents, to the four-vector sum of the listed
 * constituents: what a network sees, so that attacked jets are cut on the same footing.
 */
export function select(jets: Jets, { ptMinGeV, massMinGeV, absEtaMax, constituentsMin }: Cuts): Selection {
  const jet = jetKinematics(jets);
  const steps: [string, number | undefined, (row: number, at: number) => boolean][] = [
    [`pT > ${ptMinGeV} GeV`, ptMinGeV, (row, at) => jet.ptTeV[row]! * 1000 > at],
    [`mass > ${massMinGeV} GeV`, massMinGeV, (row, at) => passesMass(jet.massTeV[row]! * 1000, at)],
    [`|eta| < ${absEtaMax}`, absEtaMax, (row, at) => Math.abs(jet.eta[row]!) < at],
    [
      `constituents >= ${constituentsMin}`,
      constituentsMin,
      (row, at) => jets.offsets[row + 1]! - jets.offsets[row]! >= at,
    ],
  ];
  const countOf = (cut: string, kept: Int32Array): CutflowStep => {
    const counts = jets.layout.classes.map(() => 0);
    for (const row of kept) counts[jets.label[row]!]!++;
    return { cut, counts };
  };
  let rows = allRows(jets.count);
  const cutflow = [countOf('all jets', rows)];
  for (const [cut, at, passes] of steps) {
    if (at === undefined) continue;
    rows = rows.filter((row) => passes(row, at));
    cutflow.push(countOf(cut, rows));
  }
  return { rows, cutflow };
}

/** The cut-flow of several samples together; they must have been cut alike. */
export function addCutflows(a: readonly CutflowStep[], b: readonly CutflowStep[]): CutflowStep[] {
  return a.map(({ cut, counts }, at) => ({ cut, counts: counts.map((count, index) => count + b[at]!.counts[index]!) }));
}

/** Keeps the first so many jets of each class of a sample that comes in pieces. */
export interface Taker {
  /** The rows to keep, ascending, of a piece of which these `rows` may be. */
  take(jets: Pick<Jets, 'label'>, rows: Int32Array): Int32Array;
  /** Refuses a sample that had too few jets of a class. */
  finish(): void;
}

/** Jets to take: so many in all, as many of each class, or so many of each by its name. */
export type Take = number | Readonly<Record<string, number>>;

/** A `Taker` of the first jets of each class. */
export function taker(take: Take, classes: readonly string[]): Taker {
  const wanted = countsToTake(take, classes);
  const seen = classes.map(() => 0);
  return {
    take: ({ label }, rows) => rows.filter((row) => ++seen[label[row]!]! <= wanted[label[row]!]!),
    finish() {
      if (seen.every((count, at) => count >= wanted[at]!)) return;
      const found = `found ${seen.join(' and ')} (${classes.join(' and ')})`;
      const asked = typeof take === 'number' ? `${wanted[0]} jets of each class` : `${wanted.join(' and ')} jets`;
      throw new InputError(`take: expected at least ${asked}, ${found}`);
    },
  };
}

/**
 * Jets of each class, in their order.
 *
 * @throws InputError for a number that is no multiple of the number of classes, and for names that are not those of the classes
 */
export function countsToTake(take: Take, classes: readonly string[]): number[] {
  const named = `the ${classes.length} classes (${classes.join(', ')})`;
  if (typeof take === 'number') {
    const each = take / classes.length;
    if (Number.isInteger(each) && each > 0) return classes.map(() => each);
    throw new InputError(`take: expected as many jets of each of ${named}, found ${take}, no multiple`);
  }
  const found = Object.keys(take);
  if (found.length !== classes.length || !classes.every((name) => Object.hasOwn(take, name)))
    throw new InputError(`take: expected a number of jets for each of ${named}, found ${found.join(', ') || 'none'}`);
  return classes.map((name) => take[name]!);
}
