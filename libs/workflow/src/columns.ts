// Flat Arrow tables (IPC file format) as named columns, typed by the schema that a kind declares.
// Not for jets: their nested, half-precision lists have a reader of their own in the data library.
import { readFile, writeFile } from 'node:fs/promises';
import type { Data, DataType, Field } from 'apache-arrow';
import { InputError } from './errors.ts';
import type { Column, ColumnType, Kind } from './kind.ts';

/** What a column of each type is in memory. */
export interface ColumnValues {
  float32: Float32Array;
  float64: Float64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  int32: Int32Array;
  utf8: readonly string[];
  'list<float32>': readonly Float32Array[];
}

export type FlatColumn = Column & { readonly type: keyof ColumnValues };

/** A file of a kind (`scores.files['scores.arrow']`), or just the columns of it that are wanted. */
export interface TableSchema {
  readonly columns: Readonly<Record<string, FlatColumn>>;
}

/** One array per column, all of the same length. */
export type Columns<S extends TableSchema> = {
  readonly [name in keyof S['columns']]: ColumnValues[S['columns'][name]['type']];
};

type AnyValues = ColumnValues[keyof ColumnValues];
type Arrow = typeof import('apache-arrow');

/**
 * Reads the columns that `schema` names from an Arrow file; columns beyond them are left alone.
 *
 * @throws InputError when the file is missing, truncated or no Arrow file, or when a column is missing, holds nulls or
 * is of another type.
 * @example const { score } = await readColumns(join(input.folder, 'scores.arrow'), scores.files['scores.arrow']);
 */
export async function readColumns<const S extends TableSchema>(file: string, schema: S): Promise<Columns<S>> {
  const [arrow, bytes] = await Promise.all([import('apache-arrow'), readBytes(file)]);
  const table = parse(arrow, bytes, file);
  const columns = Object.entries(schema.columns).map(([name, { type, unit }]) => {
    const expected = `column ${name}: expected ${type} [${unit}]`;
    const field = table.schema.fields.find((candidate) => candidate.name === name);
    if (!field) {
      const names = table.schema.fields.map((candidate) => candidate.name).join(', ') || 'none';
      throw new InputError(`${expected}, found no such column (columns: ${names})`, file);
    }
    const found = typeName(field.type);
    if (found !== type) throw new InputError(`${expected}, found ${found}`, file);
    const unitFound = field.metadata.get('unit');
    if (unitFound !== undefined && unitFound !== unit) {
      throw new InputError(`${expected}, found unit ${unitFound}`, file);
    }
    const chunks = table.batches.map((batch) => batch.getChildAt(table.schema.fields.indexOf(field))!.data[0]!);
    const nulls = chunks.reduce((sum, chunk) => sum + nullsIn(chunk), 0);
    if (nulls > 0) throw new InputError(`${expected}, found ${nulls} nulls`, file);
    if (!chunks.every(isWhole)) throw new InputError(`${expected}, found fewer values than rows`, file);
    return [name, decode(type, chunks)];
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
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`expected an Arrow file, ${code === 'ENOENT' ? 'found none' : message}`, file);
  }
}

const magic = 'ARROW1';

/** The Arrow library reads a file that lost its end as a shorter table, so both ends are looked at first. */
function parse(arrow: Arrow, bytes: Uint8Array, file: string) {
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
  if (text(0, magic.length) !== magic) {
    throw new InputError(`expected an Arrow IPC file, found ${bytes.length} bytes of something else`, file);
  }
  if (bytes.length < 2 * magic.length + 6 || text(bytes.length - magic.length, bytes.length) !== magic) {
    throw new InputError(`expected a whole Arrow file, found one that breaks off after ${bytes.length} bytes`, file);
  }
  try {
    return arrow.tableFromIPC(bytes);
  } catch (error) {
    throw new InputError(`expected a readable Arrow file, found damage: ${(error as Error).message}`, file);
  }
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

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int32: Int32Array,
} as const;

/** The rows of all record batches, one after the other. */
function decode(type: keyof ColumnValues, chunks: readonly Data[]): AnyValues {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (type === 'utf8') return chunks.flatMap((chunk) => rowsOf(chunk, chunk.values as Uint8Array).map(decodeText));
  if (type === 'list<float32>') {
    return chunks.flatMap((chunk) => rowsOf(chunk, chunk.children[0]!.values as Float32Array));
  }
  const whole = new constructors[type](length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk.values.subarray(0, chunk.length), at);
    at += chunk.length;
  }
  return whole;
}

const decodeText = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

function rowsOf<T extends Uint8Array | Float32Array>({ length, valueOffsets }: Data, values: T): T[] {
  return Array.from({ length }, (_, row) => values.subarray(valueOffsets[row], valueOffsets[row + 1]) as T);
}

function encode({ makeData, ...types }: Arrow, type: keyof ColumnValues, column: AnyValues, name: string): Data {
  const wrong = () => new Error(`internal: ${name}: expected ${type}, found ${column.constructor.name}`);
  if (type === 'utf8') {
    if (!isTexts(column)) throw wrong();
    const data = column.map((text) => Buffer.from(text, 'utf8'));
    const valueOffsets = offsets(data);
    return makeData({ type: new types.Utf8(), nullCount: 0, valueOffsets, data: Buffer.concat(data) });
  }
  if (type === 'list<float32>') {
    if (!isLists(column)) throw wrong();
    const valueOffsets = offsets(column);
    const data = new Float32Array(valueOffsets.at(-1)!);
    column.forEach((list, row) => data.set(list, valueOffsets[row]));
    const item: Field = new types.Field('item', new types.Float32(), false);
    const child = makeData({ type: item.type, nullCount: 0, length: data.length, data });
    return makeData({ type: new types.List(item), nullCount: 0, valueOffsets, child });
  }
  if (!(column instanceof constructors[type])) throw wrong();
  const nullCount = 0;
  if (column instanceof Float32Array) return makeData({ type: new types.Float32(), nullCount, data: column });
  if (column instanceof Float64Array) return makeData({ type: new types.Float64(), nullCount, data: column });
  if (column instanceof Uint8Array) return makeData({ type: new types.Uint8(), nullCount, data: column });
  if (column instanceof Uint16Array) return makeData({ type: new types.Uint16(), nullCount, data: column });
  return makeData({ type: new types.Int32(), nullCount, data: column as Int32Array });
}

const isTexts = (column: AnyValues): column is readonly string[] =>
  Array.isArray(column) && column.every((text) => typeof text === 'string');

const isLists = (column: AnyValues): column is readonly Float32Array[] =>
  Array.isArray(column) && column.every((list) => list instanceof Float32Array);

function offsets(rows: readonly { readonly length: number }[]): Int32Array {
  const ends = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => (ends[at + 1] = ends[at]! + row.length));
  return ends;
}
