// The table and the columns that a mapping names, found in a file, or what to say where they are not there.
import { suggest } from '@jetdemon/workflow';
import type { FileTable } from '../formats/format.ts';
import { severalOf } from '../formats/tables.ts';
import type { Mapping } from './mapping/mapping.ts';
import { expanded } from './pattern.ts';

/** Refuses the file, or a column of it. */
export type Refuse = (message: string, column?: string) => never;

export function tableOf(tables: readonly FileTable[], mapping: Mapping, refuse: Refuse): FileTable {
  const names = tables.map(({ name }) => name);
  if (mapping.table !== undefined) {
    // datasets of one group that differ in length make tables `group:rows`: the one that has the constituents is meant
    const alike = tables.filter(
      ({ name, columns }) =>
        name.startsWith(`${mapping.table}:`) && columns.some(({ name }) => name === keyOf(mapping)),
    );
    const table = tables.find(({ name }) => name === mapping.table) ?? (alike.length === 1 ? alike[0] : undefined);
    return (
      table ??
      refuse(`table: expected one of those in the file, found ${mapping.table}${suggest(mapping.table, names)}`)
    );
  }
  const [only, ...others] = tables;
  if (!only) return refuse('expected a table, found none');
  if (others.length === 0) return only;
  const key = keyOf(mapping);
  const having = tables.filter(({ columns }) => columns.some(({ name }) => name === key));
  if (having.length === 1) return having[0]!;
  return refuse(
    `expected table: one of ${names.join(', ')}, found none named, and ${having.length} of them have ${key}`,
  );
}

export function missing({ name: table, columns }: FileTable, name: string, refuse: Refuse): never {
  const several = severalOf(name, columns);
  if (several) return refuse(several);
  const names = columns.map((column) => column.name);
  const hint = suggest(name, names);
  const many = names.length > 30 && !hint.includes('did you mean');
  const where = table === '' ? '' : ` in ${table}`;
  return refuse(
    `expected a column ${name}${where}, found none${many ? ` among ${names.length}: jetdemon inspect lists them` : hint}`,
  );
}

/** Another table, whose rows must be as many as those of the constituents. */
export function otherTable(
  tables: readonly FileTable[],
  { name, rows }: FileTable,
  wanted: string,
  refuse: Refuse,
): FileTable {
  const names = tables.map((table) => table.name);
  const other =
    tables.find((table) => table.name === wanted) ??
    refuse(`expected a table ${wanted}, found none${suggest(wanted, names)}`);
  if (other.rows === rows) return other;
  return refuse(
    `table ${wanted}: expected as many rows as ${name || 'that of the constituents'} has (${rows}), found ${other.rows}`,
  );
}

/** The column by which the table of the constituents is known. */
function keyOf({ constituents: { array, pt, px, energy } }: Mapping): string | undefined {
  const [key] = [array ?? pt ?? px ?? energy].flat();
  return typeof key === 'string' ? (expanded(key)?.[0] ?? key) : undefined;
}
