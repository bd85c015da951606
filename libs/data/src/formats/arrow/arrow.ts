// Arrow IPC files (Feather V2), compressed or not: fields of structs are `struct.field`, lists of numbers are ragged.
// Streams, which have no footer, too. One record batch is in memory at a time.
import { verifyArrow, verifyArrowStream } from '@jetdemon/workflow';
import {
  AsyncRecordBatchFileReader,
  AsyncRecordBatchStreamReader,
  RecordBatchReader,
  type RecordBatch,
  type Schema,
} from 'apache-arrow';
import { open, type FileHandle } from 'node:fs/promises';
import { registerCodecs } from './codecs.ts';
import { openBytes } from '../bytes.ts';
import { damaged, orDamaged } from '../damage.ts';
import type { ColumnValues, FileTable, OpenFile } from '../format.ts';
import { distinct } from '../tables.ts';
import { concatenated, concatenatedText } from '../values.ts';
import { columnsOf } from './columns.ts';
import { valuesOf } from './values.ts';

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
  const columns = distinct(batches.schema.fields.flatMap((field, at) => columnsOf(field, [at])));
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
