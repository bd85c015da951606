// Rows of numbers and lists of numbers to an Arrow file and back, a record batch at a time, typed by a kind's schema.
// What the rows mean stands beside this file, one kind each.
import { listColumn, numberColumn, openTable, type TableColumn, type TableWriter } from '@jetdemon/data';
import { InputError, readColumnBatches, type Kind } from '@jetdemon/workflow';
import { Float64, Int32, Uint8, type DataType } from 'apache-arrow';

/** What a row has in a column of each type. */
interface Cell {
  int32: number;
  float64: number;
  'list<float64>': Float64Array;
  'list<int32>': Int32Array;
  'list<uint8>': Uint8Array;
}

interface RowColumn {
  readonly type: keyof Cell;
  readonly unit: string;
  readonly description: string;
}

/** A file of a kind of which each row is an event: `events.files['events.arrow']`. */
export interface RowSchema {
  readonly columns: Readonly<Record<string, RowColumn>>;
}

/** One row: a number or a typed array per column. */
export type Row<S extends RowSchema> = {
  readonly [name in keyof S['columns']]: Cell[S['columns'][name]['type']];
};

/** Bounds of one record batch: an event has thousands of particles, or none. */
export interface BatchBounds {
  readonly rows?: number;
  /** Items of all lists together, of 8 bytes or fewer each. */
  readonly items?: number;
}

/**
 * Writes one row after the other; holds one record batch. The file is written in place.
 *
 * @returns how many rows were written
 */
export async function writeRows<const S extends RowSchema>(
  file: string,
  kind: Kind,
  schema: S,
  rows: AsyncIterable<Row<S>> | Iterable<Row<S>>,
  { rows: rowsMax = 1000, items: itemsMax = 2 ** 20 }: BatchBounds = {},
): Promise<number> {
  const about = new Map([
    ['jetdemon.kind', kind.name],
    ['jetdemon.version', String(kind.version)],
  ]);
  const table = await openTable(file, about);
  try {
    let held: Row<S>[] = [];
    let [items, count] = [0, 0];
    for await (const row of rows) {
      held.push(row);
      for (const values of Object.values(row)) if (typeof values === 'object') items += values.length;
      if (held.length < rowsMax && items < itemsMax) continue;
      await writeBatch(table, schema, held);
      count += held.length;
      [held, items] = [[], 0];
    }
    // Without any row a batch without rows still says which columns there are.
    if (held.length > 0 || count === 0) await writeBatch(table, schema, held);
    await table.finish();
    return count + held.length;
  } finally {
    await table.close();
  }
}

async function writeBatch<S extends RowSchema>(table: TableWriter, schema: S, rows: readonly Row<S>[]): Promise<void> {
  const columns = Object.entries(schema.columns).map(([name, column]) => columnOf(name, column, rows));
  await table.write(columns, 0, rows.length);
}

const numbers = { int32: Int32Array, float64: Float64Array } as const;

const lists = {
  'list<float64>': [Float64Array, () => new Float64()],
  'list<int32>': [Int32Array, () => new Int32()],
  'list<uint8>': [Uint8Array, () => new Uint8()],
} as const satisfies Partial<Record<keyof Cell, readonly [unknown, () => DataType]>>;

function columnOf<S extends RowSchema>(
  name: string,
  { type, unit, description }: RowColumn,
  rows: readonly Row<S>[],
): TableColumn {
  if (type === 'int32' || type === 'float64') {
    const values = new numbers[type](rows.length);
    rows.forEach((row, at) => (values[at] = row[name] as number));
    return numberColumn(name, values, unit, description);
  }
  const [Values, item] = lists[type];
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at]! + (row[name] as Float64Array).length));
  const values = new Values(offsets[rows.length]!);
  rows.forEach((row, at) => {
    const list = row[name];
    if (!(list instanceof Values)) throw new Error(`internal: column ${name}: expected ${type}, found ${typeof list}`);
    values.set(list, offsets[at]);
  });
  return listColumn(name, item(), offsets, values, unit, description);
}

/**
 * One row after the other, checked; holds one record batch.
 *
 * @param alike columns whose lists are equally long in every row
 * @throws InputError when the file is missing, damaged or of another kind
 */
export async function* readRows<const S extends RowSchema>(
  file: string,
  schema: S,
  alike: readonly (readonly (keyof S['columns'] & string)[])[],
): AsyncGenerator<Row<S>, void, undefined> {
  let before = 0;
  for await (const columns of readColumnBatches(file, schema)) {
    const count = Object.values(columns)[0]?.length ?? 0;
    for (let at = 0; at < count; at++) {
      const row = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]])) as Row<S>;
      for (const names of alike) checkAlike(row, names, file, before + at);
      yield row;
    }
    before += count;
  }
}

function checkAlike<S extends RowSchema>(
  row: Row<S>,
  [first, ...others]: readonly (keyof S['columns'] & string)[],
  file: string,
  at: number,
): void {
  if (first === undefined) return;
  const { length } = row[first] as Float64Array;
  const other = others.find((name) => (row[name] as Float64Array).length !== length);
  if (other === undefined) return;
  const found = (row[other] as Float64Array).length;
  throw InputError.at({ file }, `row ${at}, column ${other}: expected ${length} values as in ${first}, found ${found}`);
}
