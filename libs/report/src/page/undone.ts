// Known differences that were undone: the numbers of the analysis with each of them undone, beside those without.
import type { Interval } from '@jetdemon/artifacts';
import { InputError, suggest, type Input } from '@jetdemon/workflow';
import type { Reference } from '@jetdemon/statistics';
import type { Row } from '../reference/comparison.ts';
import type { KnownDifference } from '../reference/difference.ts';
import { intervalOf } from '../text/numbers.ts';
import type { Naming } from '../text/subjects.ts';
import { measuredOf } from './attacks.ts';
import { readResults, type Results } from './results.ts';
import { rowsOf } from './rows.ts';

/** One known difference, and every number with it undone. */
export interface Undone {
  readonly name: string;
  /** Its number on the page, from 1. */
  readonly number: number;
  readonly rows: readonly Row[];
}

/** How far a number moves when a difference is undone, with the half-widths of both intervals in quadrature. */
export interface Shift {
  readonly of: Undone;
  readonly nodes: readonly string[];
  readonly by: number;
  readonly error: number;
  /** Of the way to the reference's number; negative for the other way. */
  readonly share: number;
}

/**
 * The results of each difference that was undone, in the order of the list of known differences.
 *
 * @param names of known differences, by node, node without its point, or point of an axis
 * @throws InputError for a result without a name, and for a name that is no known difference
 */
export async function readUndone(
  inputs: readonly Input[],
  names: Readonly<Record<string, string>>,
  { naming, differences, reference }: { naming: Naming; differences: readonly KnownDifference[]; reference: Reference },
): Promise<Undone[]> {
  const named = inputs.map((input) => ({ input, ...nameOf(input, names) }));
  const known = differences.map(({ name }) => name);
  const stranger = named.find(({ name }) => !known.includes(name));
  if (stranger) {
    const there = `there are ${known.join(', ')}`;
    throw new InputError(
      `undone: expected a known difference that holds here, found ${stranger.name}${suggest(stranger.name, known)}; ${there}`,
    );
  }
  const found = await Promise.all(
    differences.map(async ({ name }, at) => {
      const own = named.filter((one) => one.name === name);
      const results: Results = await readResults(own.map(({ input }) => input));
      // The axis that tells differences apart is none of the networks.
      const told = own.flatMap(({ axis }) => (axis === undefined ? [] : [axis]));
      const measured = measuredOf(results, { ...naming, average: [...naming.average, ...told] });
      return { name, number: at + 1, rows: rowsOf(measured, reference) };
    }),
  );
  return found.filter(({ rows }) => rows.length > 0);
}

/** What a result is of, and the axis that says so, where one does. */
function nameOf({ node, base, axes }: Input, names: Readonly<Record<string, string>>): { name: string; axis?: string } {
  for (const one of [node, base]) if (Object.hasOwn(names, one)) return { name: names[one]! };
  for (const [axis, value] of Object.entries(axes)) {
    const point = `${axis}=${value}`;
    if (Object.hasOwn(names, point)) return { name: names[point]!, axis };
  }
  throw new InputError(`undone: expected a name of the known difference that ${node} undoes, found none`);
}

/** What each difference that was undone does to a number that has an interval; those that were not measured for it are left out. */
export function shiftsOf(row: Row, undone: readonly Undone[]): Shift[] {
  const gap = (row.published?.value ?? NaN) - row.ours.value;
  const halfWidth = ({ low, high }: Interval) => (high - low) / 2;
  const ours = intervalOf(row.ours);
  return undone.flatMap((of) => {
    const other = of.rows.find(({ network, label }) => network === row.network && label === row.label);
    const theirs = other && intervalOf(other.ours);
    if (!ours || !theirs) return [];
    const by = other.ours.value - row.ours.value;
    return [{ of, nodes: other.nodes, by, error: Math.hypot(halfWidth(ours), halfWidth(theirs)), share: by / gap }];
  });
}
