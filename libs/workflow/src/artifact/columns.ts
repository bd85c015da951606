// Flat Arrow tables (IPC file format) as named columns, typed by the schema that a kind declares.
// Not for users' jets: their units, compact forms and half precision have a reader of their own in the data library.
import { open, readFile, writeFile } from 'node:fs/promises';
import type { Data, DataType, RecordBatch, Schema } from 'apache-arrow';
import { decode, encode, type AnyValues, type Arrow, type ColumnValues } from './column-values.ts';
import { InputError } from '../errors.ts';
import { inLine } from '../words.ts';
import type { Column, ColumnType, Kind } from './kind.ts';
import { verifyArrow, verifyArrowFile } from './verify-arrow.ts';

export type FlatColumn = Column & { readonly type: keyof ColumnValues };

/** A file of a kind (`scores.files['scores.arrow']`), or just the columns of it that are wanted. */
export interface TableSchema {
  readonly columns: Readonly<Record<string, FlatColumn>>;
}

/** One array per column, all of the same length. */
export type Columns<S extends TableSchema> = {
  readonly [name in keyof S['columns']]: ColumnValues[S['columns'][name]['type']];
};

/**
 * Reads the columns that `schema` names from an Arrow file; columns beyond them are left alone.
 *
 * @throws InputError when the file is missing, truncated or no Arrow file, or when a column is missing, holds nulls or
 * is of another type.
 * @example const { score } = await readColumns(join(input.folder, 'scores.arrow'), scores.files['scores.arrow']);
 */
export async function readColumns<const S extends TableSchema>(file: string, schema: S): Promise<Columns<S>> {
  const [arrow, bytes] = await Promise.all([import('apache-arrow'), readBytes(file)]);
  const table = await parse(arrow, bytes, file);
  return columnsOf(schema, table.schema, table.batches, file);
}

/**
 * The same for tables that are larger than memory: the columns of one record batch after the other.
 *
 * @throws InputError as `readColumns`, when the first batch is asked for or at the batch that is damaged
 * @example for await (const { jet_px } of readColumnBatches(file, towers.files['towers.arrow'])) …
 */
export async function* readColumnBatches<const S extends TableSchema>(
  file: string,
  schema: S,
): AsyncGenerator<Columns<S>, void, undefined> {
  const arrow = await import('apache-arrow');
  const handle = await open(file).catch((error: unknown) => {
    throw InputError.at({ file }, `expected an Arrow file, ${notRead(error)}`);
  });
  try {
    const { size } = await handle.stat();
    const at = async (position: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, position);
      return buffer.toString('latin1', 0, bytesRead);
    };
    checkEnds(await at(0), await at(Math.max(0, size - magic.length)), size, file);
    const orDamaged = <T>(read: () => Promise<T>) => read().catch((error: unknown) => rethrow(error, file));
    await orDamaged(() => verifyArrowFile(file));
    const reader = await orDamaged(async () =>
      (await arrow.RecordBatchReader.from(handle)).open({ autoDestroy: false }),
    );
    for (let index = 0; index < reader.numRecordBatches; index++) {
      const batch = await orDamaged(async () => reader.readRecordBatch(index));
      if (!batch) throw InputError.at({ file }, `expected a readable Arrow file, found no record batch ${index}`);
      yield columnsOf(schema, reader.schema, [batch], file);
    }
    if (reader.numRecordBatches === 0) yield columnsOf(schema, reader.schema, [], file);
  } finally {
    await handle.close();
  }
}

/** Columns of some batches; whatever the Arrow library trips over in a damaged file is damage. */
function columnsOf<S extends TableSchema>(
  schema: S,
  found: Schema,
  batches: readonly RecordBatch[],
  file: string,
): Columns<S> {
  try {
    return checkedColumns(schema, found, batches, file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    return rethrow(error, file);
  }
}

function checkedColumns<S extends TableSchema>(
  schema: S,
  found: Schema,
  batches: readonly RecordBatch[],
  file: string,
): Columns<S> {
  const columns = Object.entries(schema.columns).map(([name, { type, unit }]) => {
    const refuse = (found: string): never => {
      throw InputError.at({ file, column: name }, `expected ${type} [${unit}], found ${found}`);
    };
    const at = found.fields.findIndex((candidate) => candidate.name === name);
    const field =
      found.fields[at] ??
      refuse(`no such column (columns: ${found.fields.map((one) => inLine(one.name)).join(', ') || 'none'})`);
    const typeFound = typeName(field.type);
    if (typeFound !== type) refuse(typeFound);
    const unitFound = field.metadata.get('unit');
    if (unitFound !== undefined && unitFound !== unit) refuse(`unit ${inLine(unitFound).slice(0, 60)}`);
    const chunks = batches.map((batch) => batch.getChildAt(at)!.data[0]!);
    const nulls = chunks.reduce((sum, chunk) => sum + nullsIn(chunk), 0);
    if (nulls > 0) refuse(`${nulls} nulls`);
    if (!chunks.every(isWhole)) refuse('fewer values than rows');
    return [name, decode(type, chunks)];
  });
  return Object.fromEntries(columns);
}

/**
 * Every column of an Arrow file as the file states it: type, unit ('1' where it states none), description.
 *
 * @throws InputError when the file is missing, truncated or no Arrow file
 */
export async function describeColumns(file: string): Promise<Record<string, Column>> {
  const [arrow, bytes] = await Promise.all([import('apache-arrow'), readBytes(file)]);
  const { schema } = await parse(arrow, bytes, file);
  const columns = schema.fields.map(({ name, type, metadata }): [string, Column] => {
    const description = metadata.get('description') ?? '';
    return [name, { type: typeName(type), unit: metadata.get('unit') ?? '1', description }];
  });
  return Object.fromEntries(columns);
}

/**
 * Writes `columns` as an Arrow file of one record batch; unit and description of every column go into its field
 * metadata, name and version of the kind into the schema metadata.
 *
 * @example await writeColumns(join(output, 'scores.arrow'), scores.files['scores.arrow'], { label, score, … }, { kind: scores });
 */
export async function writeColumns<const S extends TableSchema>(
  file: string,
  schema: S,
  columns: Columns<S>,
  { kind, metadata = {} }: { kind?: Kind; metadata?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const arrow = await import('apache-arrow');
  const values = columns as Readonly<Record<string, AnyValues>>;
  const stray = Object.keys(values).filter((name) => !(name in schema.columns));
  if (stray.length > 0) throw new Error(`internal: ${file} has no column ${stray.join(', ')} in its schema`);

  const length = Object.values(values)[0]?.length ?? 0;
  const encoded = Object.entries(schema.columns).map(([name, { type, unit, description }]) => {
    const column = values[name];
    if (column?.length !== length) {
      throw new Error(`internal: column ${name} of ${file}: expected ${length} rows, found ${column?.length}`);
    }
    const data = encode(arrow, type, column, `column ${name} of ${file}`);
    return { data, field: new arrow.Field(name, data.type, false, new Map(Object.entries({ unit, description }))) };
  });
  const about = kind ? { 'jetdemon.kind': kind.name, 'jetdemon.version': String(kind.version) } : {};
  const fields = encoded.map(({ field }) => field);
  const arrowSchema = new arrow.Schema(fields, new Map(Object.entries({ ...metadata, ...about })));
  const children = encoded.map(({ data }) => data);
  const rows = arrow.makeData({ type: new arrow.Struct(fields), length, nullCount: 0, children });
  const table = new arrow.Table(arrowSchema, [new arrow.RecordBatch(arrowSchema, rows)]);
  await writeFile(file, arrow.tableToIPC(table, 'file'));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw InputError.at({ file }, `expected an Arrow file, ${notRead(error)}`);
  }
}

function notRead(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'found none' : message;
}

const magic = 'ARROW1';

/** The Arrow library reads a file that lost its end as a shorter table, so both ends are looked at first. */
function checkEnds(start: string, end: string, size: number, file: string): void {
  if (start !== magic)
    throw InputError.at({ file }, `expected an Arrow IPC file, found ${size} bytes of something else`);
  if (size < 2 * magic.length + 6 || end !== magic) {
    throw InputError.at({ file }, `expected a whole Arrow file, found one that breaks off after ${size} bytes`);
  }
}

function rethrow(error: unknown, file: string): never {
  // what a bug in its reader says of a damaged file tells nobody anything
  const said = error instanceof TypeError || error instanceof RangeError ? '' : `: ${inLine((error as Error).message)}`;
  throw InputError.at({ file }, `expected a readable Arrow file, found damage${said}`);
}

/** Every length that the file claims is looked at first: the Arrow library takes them on trust, and may never return. */
async function parse(arrow: Arrow, bytes: Uint8Array, file: string) {
  const text = (from: number) => Buffer.from(bytes.subarray(from, from + magic.length)).toString('latin1');
  checkEnds(text(0), text(Math.max(0, bytes.length - magic.length)), bytes.length, file);
  try {
    await verifyArrow({ size: bytes.length, read: async (start, end) => rangeOf(bytes, start, end) });
    return arrow.tableFromIPC(bytes);
  } catch (error) {
    return rethrow(error, file);
  }
}

function rangeOf(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (!whole || start < 0 || end < start || end > bytes.length)
    throw new Error(`it points to bytes ${start} to ${end} of ${bytes.length}`);
  return Uint8Array.from(bytes.subarray(start, end));
}

const typeName = (type: DataType) => String(type).toLowerCase() as ColumnType;

function nullsIn(data: Data): number {
  return data.nullCount + data.children.reduce((sum, child) => sum + nullsIn(child), 0);
}

/** Whether every buffer is as long as its rows say: a damaged file may claim more than it holds. */
function isWhole({ values, valueOffsets, length, children }: Data): boolean {
  if (!valueOffsets) return values.length >= length;
  const held: number = children[0] ? children[0].values.length : values.length;
  const ends: Int32Array = valueOffsets.subarray(0, length + 1); // the buffer itself may be padded
  return ends.length === length + 1 && ends.every((end, row) => end >= (ends[row - 1] ?? 0) && end <= held);
}
