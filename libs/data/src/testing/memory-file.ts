// A file of any format as readers present it, out of plain arrays: for tests of what is made of it.
import type { FileColumn, OpenFile } from '../formats/format.ts';

export interface MemoryColumn extends Partial<Pick<FileColumn, 'type' | 'ragged' | 'shape' | 'readable' | 'unit'>> {
  /** One entry per row: a number, a list of numbers, or nested lists, row-major. */
  readonly rows: readonly unknown[];
}

type Columns = Readonly<Record<string, MemoryColumn>>;

/** Tables by name. */
export function memoryFile(tables: Readonly<Record<string, Columns>>): OpenFile {
  return {
    format: 'root',
    tables: Object.entries(tables).map(([name, columns]) => ({
      name,
      rows: Object.values(columns)[0]?.rows.length ?? 0,
      columns: Object.entries(columns).map(
        ([name, { type = 'float64', ragged = false, shape, readable = true, unit }]) => ({
          name,
          type,
          ragged,
          shape: shape ?? [],
          readable,
          ...(unit ? { unit } : {}),
        }),
      ),
    })),
    read: (table, names, start, end) =>
      Promise.resolve(
        Object.fromEntries(
          names.map((name) => {
            const { rows, ragged, shape = [] } = tables[table]![name]!;
            const lists = rows.slice(start, end).map((row) => [row].flat(9) as number[]);
            const values = Float64Array.from(lists.flat());
            if (!ragged) return [name, { values }];
            const item = shape.reduce((product, length) => product * length, 1);
            let offset = 0;
            const ends = lists.map((list) => (offset += list.length / item));
            return [name, { values, offsets: Int32Array.of(0, ...ends) }];
          }),
        ),
      ),
    close: () => Promise.resolve(),
  };
}

/** A column of lists. */
export const lists = (...rows: readonly (readonly number[])[]): MemoryColumn => ({ rows, ragged: true });
