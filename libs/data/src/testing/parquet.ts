// Parquet files as another program might write them.
import type { SchemaElement } from 'hyparquet';
import { parquetWriteFile } from 'hyparquet-writer';

/** One entry per row: numbers (float64, optional), or lists of float32. */
export type ParquetColumns = Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;

export function writeParquetTable(filename: string, columns: ParquetColumns): string {
  const names = Object.keys(columns);
  const elements = names.flatMap((name): SchemaElement[] =>
    Array.isArray(columns[name]![0])
      ? [
          { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', repetition_type: 'OPTIONAL', type: 'FLOAT' },
        ]
      : [{ name, repetition_type: 'OPTIONAL', type: 'DOUBLE' }],
  );
  parquetWriteFile({
    filename,
    columnData: names.map((name) => ({ name, data: [...columns[name]!] })),
    schema: [{ name: 'root', num_children: names.length }, ...elements],
  });
  return filename;
}
