// A table of numbers and lists of numbers as an uncompressed Arrow IPC file, written one record batch at a time:
// how write.ts and compact.ts put jets on disk, and the simulation its events.
import {
  AsyncByteQueue,
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
import type { NumericArray } from '../jets/jets.ts';

/** Jets per record batch of the files written here. */
export const rowsPerBatch = 10_000;

export interface TableColumn {
  readonly name: string;
  readonly type: DataType;
  readonly unit: string;
  readonly description: string;
  /** Written to the field's metadata as it is. */
  readonly role?: string;
  /** The cells of rows `start` to `end`. */
  readonly cells: (start: number, end: number) => Data;
}

export function numberColumn(
  name: string,
  values: NumericArray,
  unit: string,
  description: string,
  role?: string,
): TableColumn {
  const cells = (start: number, end: number): Data => makeVector(values.subarray(start, end)).data[0]!;
  return { name, type: cells(0, 0).type, unit, description, role, cells };
}

/** Lists without nulls; `values` in the storage of `item`: bit patterns for float16. */
export function listColumn(
  name: string,
  item: DataType,
  offsets: Int32Array,
  values: NumericArray,
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

/** A file of record batches being written. */
export interface TableWriter {
  /** Appends one record batch: rows `start` to `end` of the columns. */
  write(columns: readonly TableColumn[], start: number, end: number): Promise<void>;
  /** Writes the footer, without which the file is truncated. */
  finish(): Promise<void>;
  /** Closes the file, finished or not. */
  close(): Promise<void>;
}

/** Begins `file` anew; units and descriptions of the first columns written become field metadata. */
export async function openTable(file: string, metadata: ReadonlyMap<string, string>): Promise<TableWriter> {
  const held = new Held();
  const writer = new RecordBatchFileWriter({ autoDestroy: false });
  writer.reset(held);
  const handle = await open(file, 'w');
  let schema: Schema | undefined;
  const flush = async (): Promise<void> => {
    for (const bytes of held.take()) await handle.writeFile(bytes);
  };
  return {
    async write(columns, start, end) {
      schema ??= new Schema(columns.map(fieldOf), new Map(metadata));
      const children = columns.map((column) => column.cells(start, end));
      const type = new Struct(schema.fields);
      writer.write(new RecordBatch(schema, makeData({ type, length: end - start, nullCount: 0, children })));
      await flush();
    },
    async finish() {
      writer.finish();
      await flush();
    },
    close: () => handle.close(),
  };
}

/** Writes all rows of the columns as `file`, in record batches of `rowsPerBatch`. */
export async function writeTable(
  file: string,
  rows: number,
  columns: readonly TableColumn[],
  metadata: ReadonlyMap<string, string>,
): Promise<void> {
  const table = await openTable(file, metadata);
  try {
    await writeRows(table, columns, rows);
    await table.finish();
  } finally {
    await table.close();
  }
}

/** Appends rows 0 to `rows` in record batches of `rowsPerBatch`. */
export async function writeRows(table: TableWriter, columns: readonly TableColumn[], rows: number): Promise<void> {
  for (let start = 0; start < rows; start += rowsPerBatch) {
    await table.write(columns, start, Math.min(rows, start + rowsPerBatch));
  }
}

const fieldOf = ({ name, type, unit, description, role }: TableColumn) =>
  new Field(name, type, false, new Map(Object.entries({ unit, description, ...(role !== undefined && { role }) })));

/** What Arrow's writer gives out, held until the file has it: its own queue would hold the whole file. */
class Held extends AsyncByteQueue<Uint8Array> {
  private bytes: Uint8Array[] = [];

  override write(bytes: Uint8Array): void {
    this.bytes.push(bytes);
  }

  take(): Uint8Array[] {
    return this.bytes.splice(0);
  }
}
