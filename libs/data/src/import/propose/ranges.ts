// Ranges of the first rows of a column: least and greatest number, how many are not a number.
import type { FileColumn, FileTable, OpenFile } from '../../formats/format.ts';

export interface Range {
  /** Infinity where there is no number. */
  readonly min: number;
  readonly max: number;
  readonly nan: number;
}

export interface Sample {
  readonly rows: number;
  /** One per feature, the last axis of the column's shape; one for a column of numbers. */
  readonly ranges: readonly Range[];
  /** Features that are a momentum, because another one is its energy: E >= |p| everywhere. */
  readonly cartesian?: { readonly px: number; readonly py: number; readonly pz: number };
}

const mostRows = 1000;
const mostValues = 1_000_000;

/** Looks at up to `rows` rows, fewer where each of them is long. */
export async function sample(open: OpenFile, table: FileTable, column: FileColumn, rows = mostRows): Promise<Sample> {
  const { read, values } = await firstOf(open, table, column, rows);
  return sampleOf(read, values, column);
}

/** The same without what marks empty slots; nothing where the column cannot be read. */
export async function sampleOrNone(open: OpenFile, table: FileTable, column: FileColumn): Promise<Sample> {
  try {
    const { read, values } = await firstOf(open, table, column, mostRows);
    const padding = usualLast(values, read, column);
    const features = padding.length;
    const isPadding = (value: number, at: number): boolean =>
      padding[at % features] !== 0 && Object.is(value, padding[at % features]);
    return sampleOf(read, features === 0 ? values : Array.from(values).filter((v, at) => !isPadding(v, at)), column);
  } catch {
    return { rows: 0, ranges: [] };
  }
}

async function firstOf(open: OpenFile, table: FileTable, { name, ragged, shape }: FileColumn, rows: number) {
  const perRow = shape.reduce((product, length) => product * length, ragged ? 100 : 1);
  const read = Math.min(table.rows, rows, Math.max(1, Math.floor(mostValues / Math.max(1, perRow))));
  return { read, values: (await open.read(table.name, [name], 0, read))[name]!.values };
}

const featuresOf = ({ ragged, shape }: FileColumn): number => (shape.length > (ragged ? 0 : 1) ? shape.at(-1)! : 1);

function sampleOf(rows: number, values: ArrayLike<number>, column: FileColumn): Sample {
  const features = featuresOf(column);
  const ranges = Array.from({ length: features }, (_, feature) => rangeOf(values, feature, features));
  return { rows, ranges, cartesian: features === 4 ? momentumIn(values) : undefined };
}

/** The value, per feature, in the last slot of most of the first rows; empty where rows have no slots. */
export async function lastSlot(open: OpenFile, table: FileTable, column: FileColumn): Promise<(number | undefined)[]> {
  const { read, values } = await firstOf(open, table, column, 200);
  return usualLast(values, read, column);
}

function usualLast(values: ArrayLike<number>, rows: number, column: FileColumn): (number | undefined)[] {
  if (column.ragged || column.shape.length === 0) return [];
  const perRow = column.shape.reduce((product, length) => product * length, 1);
  const features = featuresOf(column);
  return Array.from({ length: features }, (_, feature) => {
    const count = new Map<number, number>();
    for (let row = 1; row <= rows; row++) {
      const value = values[row * perRow - features + feature]!;
      count.set(value, (count.get(value) ?? 0) + 1);
    }
    return [...count].find(([, times]) => times > rows / 2)?.[0];
  });
}

function rangeOf(values: ArrayLike<number>, feature: number, stride: number): Range {
  let [min, max, nan] = [Infinity, -Infinity, 0];
  for (let i = feature; i < values.length; i += stride) {
    const value = values[i]!;
    if (Number.isNaN(value)) nan++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max, nan };
}

function momentumIn(values: ArrayLike<number>): Sample['cartesian'] {
  const isEnergy = (energy: number, [px, py, pz]: readonly number[]): boolean => {
    let seen = 0;
    for (let i = 0; i + 3 < values.length; i += 4) {
      const e = values[i + energy]!;
      const p = Math.hypot(values[i + px!]!, values[i + py!]!, values[i + pz!]!);
      if (!(e >= p * (1 - 1e-3))) return false;
      if (p > 0) seen++;
    }
    return seen > 0;
  };
  const negative = (feature: number): boolean => rangeOf(values, feature, 4).min < 0;
  if ([1, 2, 3].every(negative) && isEnergy(0, [1, 2, 3])) return { px: 1, py: 2, pz: 3 };
  if ([0, 1, 2].every(negative) && isEnergy(3, [0, 1, 2])) return { px: 0, py: 1, pz: 2 };
  return undefined;
}
