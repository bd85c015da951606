// Jets as Parquet: a row per jet, a list per feature of constituents, one row group per chunk. Layout, units and roles are
// key-value metadata.
import type { SchemaElement } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Jets, NumericArray } from '../jets/jets.ts';
import { aboutColumn, columnsOf, metadataOf, type Exported, type ExportedColumn } from './columns.ts';

/** Writes chunks that have the same columns, Snappy-compressed; gives what was written. */
export async function writeParquet(file: string, chunks: AsyncIterable<Jets>): Promise<Exported> {
  const bytes = fileWriter(file);
  let writer: ParquetWriter | undefined;
  let columns: readonly ExportedColumn[] = [];
  let classes: readonly string[] = [];
  let count = 0;
  for await (const jets of chunks) {
    const parts = columnsOf(jets);
    if (!writer) {
      columns = parts.map(aboutColumn);
      classes = jets.layout.classes;
      const schema = [{ name: 'root', num_children: parts.length }, ...parts.flatMap(elementsOf)];
      writer = new ParquetWriter({
        writer: bytes,
        schema,
        kvMetadata: Object.entries(metadataOf(columns, jets.layout)).map(([key, value]) => ({ key, value })),
        createdBy: 'jetdemon',
      });
    }
    const columnData = parts.map(({ name, values, ragged }) => ({
      name,
      data: ragged ? lists(jets, values) : [...values],
      encoding: 'PLAIN' as const, // looking for a dictionary costs most of the time and finds none in measured numbers
    }));
    await writer.write({ columnData, rowGroupSize: Math.max(1, jets.count) });
    count += jets.count;
  }
  if (!writer) throw new Error('internal: no jets to export');
  writer.finish();
  return { jets: count, classes, columns };
}

const physical: Readonly<Record<string, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  uint8: { type: 'INT32', converted_type: 'UINT_8' },
  uint16: { type: 'INT32', converted_type: 'UINT_16' },
  uint32: { type: 'INT32', converted_type: 'UINT_32' },
  int8: { type: 'INT32', converted_type: 'INT_8' },
  int16: { type: 'INT32', converted_type: 'INT_16' },
  int32: { type: 'INT32' },
};

function elementsOf({ name, type, ragged }: ExportedColumn & { readonly ragged: boolean }): SchemaElement[] {
  const leaf = { ...physical[type]!, repetition_type: 'REQUIRED' } as const;
  if (!ragged) return [{ ...leaf, name }];
  return [
    { name, repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { ...leaf, name: 'element' },
  ];
}

function lists({ count, offsets }: Jets, values: NumericArray): number[][] {
  return Array.from({ length: count }, (_, row) => [...values.subarray(offsets[row], offsets[row + 1])]);
}
