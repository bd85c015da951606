// Sets of values as a mapping writes them: numbers, ranges of whole numbers '161..187', words; and limits for cuts.
import * as z from 'zod';

const one = z.union([z.number(), z.string().min(1)]);

export const values = z.union([one, z.array(one).min(1)]);
export const cut = z.union([
  values,
  z.strictObject({
    min: z.number().optional().describe('kept if at least this'),
    max: z.number().optional().describe('kept if at most this'),
    not: values.optional().describe('kept if none of these'),
  }),
]);

export type Value = number | string;
export type ValueSet = (value: Value) => boolean;

const range = /^(-?\d+)\.\.(-?\d+)$/;

/** Whether a value is one of those written; a number in words is the number too. */
export function setOf(written: z.output<typeof values>): ValueSet {
  const single = new Set<Value>();
  const ranges: [number, number][] = [];
  for (const value of [written].flat()) {
    const found = typeof value === 'string' ? range.exec(value) : null;
    if (found) ranges.push([Number(found[1]), Number(found[2])]);
    else single.add(value);
  }
  return (value) =>
    single.has(value) ||
    (typeof value === 'number' &&
      Number.isInteger(value) &&
      ranges.some(([first, last]) => value >= first && value <= last));
}

/** Whether a number passes a cut; NaN passes none but `not`. */
export function cutOf(written: z.output<typeof cut>): (value: number) => boolean {
  if (typeof written !== 'object' || Array.isArray(written)) return setOf(written);
  const { min = -Infinity, max = Infinity, not } = written;
  const refused = not === undefined ? () => false : setOf(not);
  const limited = written.min !== undefined || written.max !== undefined;
  return (value) => !refused(value) && (!limited || (value >= min && value <= max));
}
