// Arrow tables of two results beside each other: rows, columns, and by how much the values of a column differ at most.
import fs from 'node:fs';
import path from 'node:path';
import { verifyArrowFile } from '@jetdemon/workflow';

/** Larger tables are told apart by their digests alone [bytes]. */
const LARGEST = 256 * 2 ** 20;

export interface TableChange {
  readonly file: string;
  readonly rows: readonly [before: number, after: number];
  /** Columns of the same length: how many values differ, and the largest absolute difference of numbers. */
  readonly columns: readonly { readonly name: string; readonly differ: number; readonly most?: number }[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Said instead where it was not looked into. */
  readonly note?: string;
}

export async function changedTables(before: string, after: string, files: readonly string[]): Promise<TableChange[]> {
  const tables = files.filter((file) => file.endsWith('.arrow'));
  if (tables.length === 0) return [];
  const { tableFromIPC } = await import('apache-arrow');
  for (const table of tables.flatMap((file) => [before, after].map((folder) => path.join(folder, file))))
    if (fs.existsSync(table)) await verifyArrowFile(table); // what apache-arrow takes on trust
  return tables.map((file) => {
    const paths = [before, after].map((folder) => path.join(folder, file)) as [string, string];
    const nothing = { file, rows: [0, 0] as const, columns: [], added: [], removed: [] };
    if (paths.some((one) => !fs.existsSync(one))) return { ...nothing, note: 'one of the two has no such table' };
    if (paths.some((one) => fs.statSync(one).size > LARGEST))
      return { ...nothing, note: 'too large to be looked into' };
    // both match their checksums: what was published is what is read
    const [a, b] = paths.map((one) => tableFromIPC(fs.readFileSync(one)));
    const [mine, theirs] = [a!, b!].map(({ schema }) => schema.fields.map(({ name }) => name));
    const common = mine!.filter((name) => theirs!.includes(name));
    const columns =
      a!.numRows === b!.numRows ? common.map((name) => compare(name, a!.getChild(name)!, b!.getChild(name)!)) : [];
    return {
      file,
      rows: [a!.numRows, b!.numRows],
      columns: columns.filter(({ differ }) => differ > 0),
      added: theirs!.filter((name) => !common.includes(name)),
      removed: mine!.filter((name) => !common.includes(name)),
    };
  });
}

interface Values {
  readonly length: number;
  get(row: number): unknown;
}

function compare(name: string, a: Values, b: Values): TableChange['columns'][number] {
  let [differ, most] = [0, 0];
  let numeric = true;
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [flat(a.get(row)), flat(b.get(row))];
    if (x.length === y.length && x.every((value, at) => Object.is(value, y[at]))) continue;
    differ++;
    numeric &&= x.length === y.length && [...x, ...y].every((value) => typeof value === 'number');
    if (numeric) x.forEach((value, at) => (most = Math.max(most, Math.abs((value as number) - (y[at] as number)))));
  }
  return { name, differ, ...(numeric && differ > 0 ? { most } : {}) };
}

/** A value, or those of a list. */
const flat = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null && Symbol.iterator in value
    ? [...(value as Iterable<unknown>)].flatMap(flat)
    : [value];
