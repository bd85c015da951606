// Columns of each type in memory, and how it becomes Arrow's buffers and comes back.
import type { Data, DataType } from 'apache-arrow';

/** What a column of each type is in memory. */
export interface ColumnValues {
  float32: Float32Array;
  float64: Float64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  int32: Int32Array;
  utf8: readonly string[];
  'list<float32>': readonly Float32Array[];
  'list<float64>': readonly Float64Array[];
  'list<int32>': readonly Int32Array[];
  'list<uint8>': readonly Uint8Array[];
}

export type AnyValues = ColumnValues[keyof ColumnValues];

export type Arrow = typeof import('apache-arrow');

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  int32: Int32Array,
} as const;

type Item = keyof typeof constructors;
type Values = ColumnValues[Item];

/** What the lists of each list type hold. */
const items = {
  'list<float32>': 'float32',
  'list<float64>': 'float64',
  'list<int32>': 'int32',
  'list<uint8>': 'uint8',
} as const satisfies Record<Extract<keyof ColumnValues, `list<${string}>`>, Item>;

type ListType = keyof typeof items;

const isList = (type: keyof ColumnValues): type is ListType => type in items;

/** Values of rows as a column of that type. */
export function columnOf(type: keyof ColumnValues, values: readonly unknown[]): AnyValues {
  return type === 'utf8' || isList(type) ? (values as AnyValues) : constructors[type].from(values as number[]);
}

/** The rows of all record batches, one after the other; lists are views into what Arrow read. */
export function decode(type: keyof ColumnValues, chunks: readonly Data[]): AnyValues {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (type === 'utf8') return chunks.flatMap((chunk) => rowsOf(chunk, chunk.values as Uint8Array).map(decodeText));
  if (isList(type)) {
    const lists = chunks.flatMap((chunk) => rowsOf(chunk, chunk.children[0]!.values as Values));
    return lists as ColumnValues[ListType]; // the caller has compared the column's type
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

function rowsOf<T extends Values>({ length, valueOffsets }: Data, values: T): T[] {
  return Array.from({ length }, (_, row) => values.subarray(valueOffsets[row], valueOffsets[row + 1]) as T);
}

/**
 * The column as one chunk of Arrow data.
 *
 * @param name of column and file, for the error
 * @throws Error `internal: …` when `column` is not what `type` says
 */
export function encode(arrow: Arrow, type: keyof ColumnValues, column: AnyValues, name: string): Data {
  const { makeData } = arrow;
  const wrong = () => new Error(`internal: ${name}: expected ${type}, found ${column.constructor.name}`);
  if (type === 'utf8') {
    if (!isTexts(column)) throw wrong();
    const data = column.map((text) => Buffer.from(text, 'utf8'));
    return makeData({ type: new arrow.Utf8(), nullCount: 0, valueOffsets: offsets(data), data: Buffer.concat(data) });
  }
  if (isList(type)) {
    const item = constructors[items[type]];
    if (!isLists(column, item)) throw wrong();
    const valueOffsets = offsets(column);
    const data = new item(valueOffsets.at(-1)!);
    column.forEach((list, row) => data.set(list, valueOffsets[row]));
    const child = encodeNumbers(arrow, data);
    const list = new arrow.List(new arrow.Field<DataType>('item', child.type, false));
    return makeData({ type: list, nullCount: 0, valueOffsets, child });
  }
  if (!(column instanceof constructors[type])) throw wrong();
  return encodeNumbers(arrow, column);
}

function encodeNumbers({ makeData, ...types }: Arrow, data: Values): Data {
  const nullCount = 0;
  if (data instanceof Float32Array) return makeData({ type: new types.Float32(), nullCount, data });
  if (data instanceof Float64Array) return makeData({ type: new types.Float64(), nullCount, data });
  if (data instanceof Uint8Array) return makeData({ type: new types.Uint8(), nullCount, data });
  if (data instanceof Uint16Array) return makeData({ type: new types.Uint16(), nullCount, data });
  return makeData({ type: new types.Int32(), nullCount, data });
}

const isTexts = (column: AnyValues): column is readonly string[] =>
  Array.isArray(column) && column.every((text) => typeof text === 'string');

const isLists = (column: AnyValues, item: (typeof constructors)[Item]): column is readonly Values[] & AnyValues =>
  Array.isArray(column) && column.every((list) => list instanceof item);

function offsets(rows: readonly { readonly length: number }[]): Int32Array {
  const ends = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => (ends[at + 1] = ends[at]! + row.length));
  return ends;
}
