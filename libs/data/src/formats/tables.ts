// Arrays that lie side by side (NPZ members, HDF5 datasets) as tables: those of one group and one number of rows.
// The table is called as its group is ('' at the top); where lengths differ in one group, `group:rows`.
// And columns that a format lets have one name.
import type { FileColumn, FileTable } from './format.ts';

export interface Member<T> {
  readonly group: string;
  readonly rows: number;
  readonly column: FileColumn;
  /** What its reader needs to find it again. */
  readonly source: T;
}

export interface MemberTable<T> extends FileTable {
  readonly members: ReadonlyMap<string, T>;
}

export function tablesOf<T>(members: readonly Member<T>[]): MemberTable<T>[] {
  const tables = new Map<string, Member<T>[]>();
  const lengths = new Map<string, Set<number>>();
  for (const { group, rows } of members) lengths.set(group, (lengths.get(group) ?? new Set()).add(rows));
  for (const member of members) {
    const same = lengths.get(member.group)!.size === 1;
    const name = same ? member.group : `${member.group}:${member.rows}`;
    tables.set(name, [...(tables.get(name) ?? []), member]);
  }
  return [...tables].map(([name, own]) => ({
    name,
    rows: own[0]!.rows,
    ...membersOf(own),
  }));
}

function membersOf<T>(own: readonly Member<T>[]): Pick<MemberTable<T>, 'columns' | 'members'> {
  const columns = distinct(own.map(({ column }) => column));
  return { columns, members: new Map(columns.map(({ name }, at) => [name, own[at]!.source])) };
}

/** The same names, those that several columns have numbered: `pt#1`, `pt#2`. No column stands in for another. */
export function distinctNames(names: readonly string[]): string[] {
  const total = new Map<string, number>();
  for (const name of names) total.set(name, (total.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return names.map((name) => {
    if (total.get(name) === 1) return name;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return `${name}#${seen.get(name)}`;
  });
}

/** Columns whose names differ. */
export function distinct<C extends { readonly name: string }>(columns: readonly C[]): C[] {
  const names = distinctNames(columns.map(({ name }) => name));
  return columns.map((column, at) => (column.name === names[at] ? column : { ...column, name: names[at]! }));
}

/** What to say where several columns have the name that is wanted; undefined where they do not. */
export function severalOf(wanted: string, columns: readonly { readonly name: string }[]): string | undefined {
  const same = columns.map(({ name }) => name).filter((name) => name.startsWith(`${wanted}#`));
  return same.length > 1
    ? `expected one column ${wanted}, found ${same.length}: say which, ${same.join(' or ')}`
    : undefined;
}
