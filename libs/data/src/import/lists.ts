// List columns of one chunk, whether every row has its own number of items or all have the same.
import type { ColumnValues } from '../formats/format.ts';
import type { ListSource } from './sources.ts';

/** A list column of one chunk: the items of row r are `start(r)` to `start(r + 1)`. */
export interface List {
  readonly column: string;
  start(row: number): number;
  get(item: number): number;
}

export function listOf(source: ListSource, read: Readonly<Record<string, ColumnValues>>): List {
  const { column, feature, stride, slots, rowStride, parts, joined } = source;
  if (joined)
    return joinedList(
      column,
      joined.map((one) => listOf({ column: one, feature: 0, stride: 1 }, read)),
      read[joined[0]!]!.offsets!.length - 1,
    );
  if (parts) {
    const values = parts.map((part) => read[part]!.values);
    const { length } = parts;
    return {
      column,
      start: (row) => row * length,
      get: (item) => values[item % length]![Math.floor(item / length)]!,
    };
  }
  const { values, offsets } = read[column]!;
  if ((slots === undefined) !== (offsets !== undefined))
    throw new Error(`internal: column ${column} changed its shape`);
  if (rowStride !== undefined && rowStride !== slots! * stride) {
    const get = (item: number): number =>
      values[Math.floor(item / slots!) * rowStride + (item % slots!) * stride + feature]!;
    return { column, start: (row) => row * slots!, get };
  }
  return {
    column,
    start: offsets ? (row) => offsets[row]! : (row) => row * slots!,
    get: (item) => values[item * stride + feature]!,
  };
}

/** Items of the first list of a row, then those of the second. */
function joinedList(column: string, lists: readonly List[], rows: number): List {
  const offsets = new Int32Array(rows + 1);
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (const { start, get } of lists)
      for (let item = start(row); item < start(row + 1); item++) values.push(get(item));
    offsets[row + 1] = values.length;
  }
  return { column, start: (row) => offsets[row]!, get: (item) => values[item]! };
}

/** How errors are made: the row is counted from the start of the chunk. */
export type RefuseRow = (row: number, column: string, message: string) => never;

/** Refuses lists of which a row has more or fewer items than the first list has there. */
export function requireEqualLists([first, ...others]: readonly List[], rows: number, refuse: RefuseRow): void {
  for (const list of others) {
    for (let row = 0; row < rows; row++) {
      const [expected, found] = [first!, list].map(({ start }) => start(row + 1) - start(row));
      if (expected === found) continue;
      refuse(row, list.column, `expected as many numbers as ${first!.column} has (${expected}), found ${found}`);
    }
  }
}
