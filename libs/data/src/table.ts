// A table of numbers and lists of numbers as an uncompressed Arrow IPC file: how write.ts and compact.ts put jets on disk.
import {
  Field,
  List,
  makeData,
  makeVector,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  type Data,
  type DataType,
} from 'apache-arrow';
import { open } from 'node:fs/promises';
import type { NumericArray } from './jets.ts';

const rowsPerBatch = 10_000;

export interface TableColumn {
  readonly name: string;
  readonly type: DataType;
  readonly unit: string;
  readonly description: string;
  /** The cells of rows `start` to `end`. */
  readonly cells: (start: number, end: number) => Data;
}

export function numberColumn(name: string, values: NumericArray, unit: string, description: string): TableColumn {
  const cells = (start: number, end: number): Data => makeVector(values.subarray(start, end)).data[0]!;
  return { name, type: cells(0, 0).type, unit, description, cells };
}

/** Lists without nulls; `values` in the storage of `item`: bit patterns for float16. */
export function listColumn(
  name: string,
  item: DataType,
  offsets: Int32Array,
  values: Float32Array | Uint16Array,
  unit: string,
  description: string,
): TableColumn {
  const type = new List(new Field('item', item, false));
  const cells = (start: number, end: number): Data => {
    const [from, to] = [offsets[start]!, offsets[end]!];
    const child = makeData({ type: item, length: to - from, nullCount: 0, data: values.subarray(from, to) } as never);
    const valueOffsets = offsets.slice(start, end + 1).map((offset) => offset - from);
    return makeData({ type, length: end - start, nullCount: 0, valueOffsets, child: child as Data });
  };
  return { name, type, unit, description, cells };
}

/** Writes `file` anew; units and descriptions become field metadata. */
export async function writeTable(
  file: string,
  rows: number,
  columns: readonly TableColumn[],
  metadata: ReadonlyMap<string, string>,
): Promise<void> {
  const fields = columns.map(
    ({ name, type, unit, description }) => new Field(name, type, false, new Map(Object.entries({ unit, description }))),
  );
  const schema = new Schema(fields, new Map(metadata));
  const writer = new RecordBatchFileWriter({ autoDestroy: false });
  const handle = await open(file, 'w');
  try {
    for (let start = 0; start < rows; start += rowsPerBatch) {
      const end = Math.min(rows, start + rowsPerBatch);
      const children = columns.map((column) => column.cells(start, end));
      const type = new Struct(fields);
      writer.write(new RecordBatch(schema, makeData({ type, length: end - start, nullCount: 0, children })));
    }
    writer.finish();
    for await (const bytes of writer) await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}
