// Rows of tables, and tables of rows: one object per row, named as the columns.
import { columnOf, type AnyValues } from './column-values.ts';
import type { Columns, TableSchema } from './columns.ts';

/** One row of columns: what each of them has there. */
export type Row<C extends object> = {
  readonly [name in keyof C]: C[name] extends { readonly [index: number]: infer Value } ? Value : never;
};

/**
 * The rows of a table.
 *
 * @example for (const { threshold, low } of rowsOfTable(await significance.read(input, 'curves.arrow'))) …
 */
export function rowsOfTable<C extends Readonly<Record<string, AnyValues>>>(columns: C): Row<C>[] {
  const names = Object.keys(columns);
  const length = names.length === 0 ? 0 : columns[names[0]!]!.length;
  return Array.from(
    { length },
    (_, at) => Object.fromEntries(names.map((name) => [name, columns[name]![at]])) as Row<C>,
  );
}

/**
 * The columns of a table that has these rows; what rows hold beyond its columns is left out.
 *
 * @example tableOfRows(significance.files['curves.arrow'], points)
 */
export function tableOfRows<const S extends TableSchema>(schema: S, rows: readonly Row<Columns<S>>[]): Columns<S> {
  const columns = Object.entries(schema.columns).map(([name, { type }]) => {
    const values = rows.map((row) => (row as Readonly<Record<string, unknown>>)[name]);
    return [name, columnOf(type, values)];
  });
  return Object.fromEntries(columns) as Columns<S>;
}
