// Arrays that lie side by side (NPZ members, HDF5 datasets) as tables: those of one group and one number of rows.
// The table is called as its group is ('' at the top); where lengths differ in one group, `group:rows`.
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
    columns: own.map(({ column }) => column),
    members: new Map(own.map(({ column, source }) => [column.name, source])),
  }));
}
