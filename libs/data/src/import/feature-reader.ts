// The numbers per constituent beyond its momentum, one constituent after the other, checked as they are read.
import type { ColumnValues } from '../formats/format.ts';
import { massAt } from '../jets/layout.ts';
import { listOf, type List, type RefuseRow } from './lists.ts';
import type { Plan } from './plan.ts';

export interface FeatureReader {
  readonly lists: readonly List[];
  /** Those of one constituent, the mass first where the layout has it. */
  of(item: number, row: number, massTeV: number): readonly number[];
}

/** Least and most of integers, by their type. */
const limits: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 2 ** 8 - 1],
  uint16: [0, 2 ** 16 - 1],
  uint32: [0, 2 ** 32 - 1],
  int8: [-(2 ** 7), 2 ** 7 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

const none: readonly number[] = [];

export function featureReader(
  { features, layout }: Plan,
  read: Readonly<Record<string, ColumnValues>>,
  refuse: RefuseRow,
): FeatureReader {
  const massive = massAt(layout) !== undefined;
  const readers = features.map(({ name, source, scale, type, nan }) => {
    const list = listOf(source, read);
    const [least, most] = limits[type] ?? [];
    const value = (item: number, row: number): number => {
      const stored = list.get(item);
      const found = Number.isNaN(stored) && nan !== undefined ? nan : stored * scale;
      const where = (): string => `found ${found} at constituent ${item - list.start(row)}`;
      if (!Number.isFinite(found)) {
        const hint = Number.isNaN(found) ? `: say features.${name}.nan, what it becomes` : '';
        return refuse(row, list.column, `expected finite numbers, ${where()}${hint}`);
      }
      if (least !== undefined && !(Number.isInteger(found) && found >= least && found <= most!))
        return refuse(row, list.column, `expected integers of ${type}, ${where()}: say features.${name}.type: float`);
      return found;
    };
    return { list, value };
  });
  if (!massive && readers.length === 0) return { lists: [], of: () => none };
  return {
    lists: readers.map(({ list }) => list),
    of(item, row, massTeV) {
      const values = readers.map(({ value }) => value(item, row));
      return massive ? [massTeV, ...values] : values;
    },
  };
}
