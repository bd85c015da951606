// Arrow IPC files (Feather V2), compressed or not: fields of structs are `struct.field`, lists of numbers are ragged.
// Streams, which have no footer, too. One record batch is in memory at a time.
import { InputError, verifyArrow, verifyArrowStream } from '@jetdemon/workflow';
import {
  AsyncRecordBatchFileReader,
  AsyncRecordBatchStreamReader,
  DataType,
  Precision,
  RecordBatchReader,
  Vector,
  type Data,
  type Field,
  type RecordBatch,
  type Schema,
} from 'apache-arrow';
import { open, type FileHandle } from 'node:fs/promises';
import { halfValues } from '../half.ts';
import { registerCodecs } from './codecs.ts';
import { openBytes } from '../bytes.ts';
import { damaged, orDamaged } from '../damage.ts';
import type { ColumnValues, FileColumn, FileTable, OpenFile } from '../format.ts';
import { distinct } from '../tables.ts';
import { concatenated, concatenatedText, numbered, plainOf, type Numbers } from '../values.ts';

interface Column extends FileColumn {
  /** Which child to take at each struct, the record batch first. */
  readonly path: readonly number[];
}

const magic = 'ARROW1';

export async function openArrow(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'Arrow');
  const handle = await open(file);
  const close = async (): Promise<void> => {
    await bytes.close();
    await handle.close();
  };
  try {
    if (Buffer.from(await bytes.read(Math.max(0, bytes.size - 6), bytes.size)).toString('latin1') !== magic) {
      throw damaged(file, 'Arrow', `its ${bytes.size} bytes do not end with ${magic}: it is truncated`);
    }
    registerCodecs();
    return await orDamaged(file, 'Arrow', async () => {
      const counts = await verifyArrow(bytes);
      const reader = await RecordBatchReader.from(handle);
      if (!(reader instanceof AsyncRecordBatchFileReader)) throw new Error('it has no footer');
      await reader.open({ autoDestroy: false });
      const batches = { schema: reader.schema, batch: (index: number) => reader.readRecordBatch(index) };
      return { ...describe(file, counts, batches), close };
    });
  } catch (error) {
    await close();
    throw error;
  }
}

/** A stream is read from its beginning again where a batch is asked for that has gone by. */
export async function openArrowStream(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'Arrow');
  registerCodecs();
  try {
    return await orDamaged(file, 'Arrow', async () => {
      const counts = await verifyArrowStream(bytes);
      let handle = await open(file);
      let reader = await streamOf(handle);
      let next = 0;
      const batch = async (index: number): Promise<RecordBatch | null> => {
        if (index < next) {
          await handle.close();
          handle = await open(file);
          [reader, next] = [await streamOf(handle), 0];
        }
        for (; next < index; next++) await reader.next();
        next++;
        const { value } = await reader.next();
        return (value as RecordBatch | undefined) ?? null;
      };
      const close = async (): Promise<void> => {
        await bytes.close();
        await handle.close();
      };
      return { ...describe(file, counts, { schema: reader.schema, batch }), close };
    });
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function streamOf(handle: FileHandle): Promise<AsyncRecordBatchStreamReader> {
  const reader = await RecordBatchReader.from(handle);
  if (!(reader instanceof AsyncRecordBatchStreamReader)) throw new Error('it is no stream');
  await reader.open({ autoDestroy: false });
  return reader;
}

interface Batches {
  readonly schema: Schema;
  batch(index: number): Promise<RecordBatch | null>;
}

function describe(file: string, counts: readonly number[], batches: Batches): Omit<OpenFile, 'close'> {
  const columns = distinct(
    batches.schema.fields.flatMap((field, at) => columnsOf(field, nameOf(field), [at], false, [])),
  );
  const table: FileTable = {
    name: '',
    rows: counts.reduce((sum, count) => sum + count, 0),
    columns: columns.map(({ name, type, ragged, shape, readable, text, unit, role }) => ({
      name,
      type,
      ragged,
      shape,
      readable,
      ...(text && { text }),
      ...(unit !== undefined && { unit }),
      ...(role !== undefined && { role }),
    })),
  };
  let kept: { index: number; batch: RecordBatch } | undefined;
  const batchOf = async (index: number): Promise<RecordBatch> => {
    if (kept?.index !== index) {
      const batch = await batches.batch(index);
      if (!batch) throw new Error(`record batch ${index} is missing`);
      kept = { index, batch };
    }
    return kept!.batch;
  };
  return {
    format: 'arrow',
    tables: [table],
    metadata: Object.fromEntries(batches.schema.metadata),
    read: (_, names, start, end) =>
      orDamaged(file, 'Arrow', async () => {
        const wanted = names.map((name) => columns.find((column) => column.name === name)!);
        const parts = wanted.map((): ColumnValues[] => []);
        let first = 0;
        for (const [index, count] of counts.entries()) {
          const [from, to] = [Math.max(start, first) - first, Math.min(end, first + count) - first];
          first += count;
          if (from >= to) continue;
          const batch = await batchOf(index);
          for (const [at, column] of wanted.entries()) parts[at]!.push(valuesOf(file, batch, column, from, to));
        }
        return Object.fromEntries(
          wanted.map(({ name, ragged }, at) => [
            name,
            parts[at]![0]?.words ? concatenatedText(parts[at]!) : concatenated(parts[at]!, ragged),
          ]),
        );
      }),
  };
}

/** A damaged file may have fields without a name. */
const nameOf = ({ name }: Field): string => (name as string | null) ?? '';

function columnsOf(
  field: Field,
  name: string,
  path: readonly number[],
  ragged: boolean,
  shape: readonly number[],
): Column[] {
  const { type } = field;
  const [inner] = (type as DataType & { readonly children?: readonly Field[] }).children ?? [];
  if (DataType.isStruct(type)) {
    return type.children.flatMap((child: Field, at: number) =>
      columnsOf(child, `${name}.${nameOf(child)}`, [...path, at], ragged, shape),
    );
  }
  if ((DataType.isList(type) || DataType.isLargeList(type)) && inner && !ragged && shape.length === 0) {
    const unit = field.metadata.get('unit');
    return columnsOf(inner, name, path, true, shape).map((column) =>
      unit === undefined ? column : { unit, ...column },
    );
  }
  if (DataType.isFixedSizeList(type) && inner) return columnsOf(inner, name, path, ragged, [...shape, type.listSize]);
  const word = numberType(type);
  const text = isText(type) && !ragged && shape.length === 0 && { text: true };
  const readable = word !== undefined;
  const column = { name, type: word ?? String(type).toLowerCase(), ragged, shape, readable, ...text, path };
  const [unit, role] = ['unit', 'role'].map((key) => field.metadata.get(key));
  return [{ ...column, ...(unit !== undefined && { unit }), ...(role !== undefined && { role }) }];
}

const isText = (type: DataType): boolean =>
  DataType.isDictionary(type)
    ? isText(type.dictionary)
    : DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);

function numberType(type: DataType): string | undefined {
  if (DataType.isBool(type)) return 'bool';
  if (DataType.isInt(type)) return `${type.isSigned ? '' : 'u'}int${type.bitWidth}`;
  if (!DataType.isFloat(type)) return undefined;
  return { [Precision.HALF]: 'float16', [Precision.SINGLE]: 'float32', [Precision.DOUBLE]: 'float64' }[
    type.precision as Precision
  ];
}

function valuesOf(file: string, batch: RecordBatch, { name, path }: Column, start: number, end: number): ColumnValues {
  let data: Data = batch.data;
  let [from, to, depth] = [start, end, 0];
  let offsets: Int32Array | undefined;
  for (;;) {
    if (data.nullCount > 0) {
      const found = `${data.nullCount} in a record batch: drop or fill them`;
      throw InputError.at({ file, column: name }, `expected no nulls, found ${found}`);
    }
    if (from > data.length || to > data.length) throw new Error(`column ${name} ends early`);
    const { type } = data;
    if (isText(type)) {
      const vector = new Vector([data]);
      return numbered(Array.from({ length: to - from }, (_, at) => String(vector.get(from + at))));
    }
    if (DataType.isStruct(type)) data = childOf(data, path[depth++]!, name);
    else if (DataType.isFixedSizeList(type)) {
      [from, to] = [from * type.listSize, to * type.listSize];
      data = childOf(data, 0, name);
    } else if (DataType.isList(type) || DataType.isLargeList(type)) {
      const own: ArrayLike<number | bigint> = data.valueOffsets.subarray(from, to + 1);
      if (own.length !== to - from + 1) throw new Error(`the offsets of column ${name} end early`);
      offsets = rebased(own, name);
      from = Number(own[0]);
      to = from + offsets.at(-1)!;
      data = childOf(data, 0, name);
    } else return { values: plainOf(numbersOf(data, from, to, name), file, name), ...(offsets && { offsets }) };
  }
}

function childOf({ children }: Data, at: number, name: string): Data {
  const child: Data | undefined = children[at];
  if (!child) throw new Error(`column ${name} has no values`);
  return child;
}

function rebased(offsets: ArrayLike<number | bigint>, name: string): Int32Array {
  const first = Number(offsets[0]);
  const out = new Int32Array(offsets.length);
  for (let i = 1; i < out.length; i++) {
    out[i] = Number(offsets[i]) - first;
    if (!(first >= 0 && out[i]! >= out[i - 1]!)) throw new Error(`the offsets of column ${name} decrease`);
  }
  return out;
}

function numbersOf({ type, values }: Data, from: number, to: number, name: string): Numbers {
  if (DataType.isBool(type)) {
    const bits: Uint8Array = values;
    if (to > bits.length * 8) throw new Error(`column ${name} ends early`);
    return Uint8Array.from({ length: to - from }, (_, i) => (bits[(from + i) >> 3]! >> ((from + i) & 7)) & 1);
  }
  // A copy: what Arrow gives is a view that would keep the whole record batch in memory.
  const own: Numbers = values.slice(from, to);
  if (own.length !== to - from) throw new Error(`column ${name} ends early`);
  if (!DataType.isFloat(type) || type.precision !== Precision.HALF) return own;
  const half = halfValues();
  return Float32Array.from(own as Uint16Array, (bits) => half[bits]!);
}
