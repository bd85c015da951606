// Parquet: every leaf of the schema is a column, lists of numbers are ragged; of which the pages of the rows asked for are read.
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import type { FileMetaData } from 'hyparquet/src/types.js';
import { aboutColumn, ofColumns, type Metadata } from '../about.ts';
import { openBytes, type FileBytes } from '../bytes.ts';
import { orDamaged } from '../damage.ts';
import type { ColumnValues, FileTable, OpenFile } from '../format.ts';
import { ColumnReader, type ChunkPlace } from './column.ts';
import { leavesOf, type Leaf } from './schema.ts';
import { distinct } from '../tables.ts';
import { concatenated, concatenatedText } from '../values.ts';
import { prepareZstd } from '../zstd.ts';

export async function openParquet(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'Parquet');
  try {
    return await orDamaged(file, 'Parquet', () => describe(file, bytes));
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function describe(file: string, bytes: FileBytes): Promise<OpenFile> {
  await prepareZstd();
  const slice = async (start: number, end = bytes.size): Promise<ArrayBuffer> => (await bytes.read(start, end)).buffer;
  const metadata = await parquetMetadataAsync({ byteLength: bytes.size, slice }, { geoparquet: false });
  const leaves = distinct(leavesOf(parquetSchema(metadata)));
  const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const rows = groups.reduce((sum, count) => sum + count, 0);
  if (groups.some((count) => !(count >= 0 && count < 2 ** 31)) || rows !== Number(metadata.num_rows)) {
    throw new Error(`its row groups have ${groups.join(' + ')} rows of ${metadata.num_rows}`);
  }
  for (const { columns } of metadata.row_groups) {
    if (columns.length !== leaves.length)
      throw new Error(`a row group has ${columns.length} of ${leaves.length} columns`);
  }
  const about = metadataOf(metadata);
  const said = { units: ofColumns(about, 'units'), roles: ofColumns(about, 'roles') };
  const table: FileTable = {
    name: '',
    rows,
    columns: leaves.map(({ name, type, maxRepetition, readable, text }) => {
      const column = { name, type, ragged: maxRepetition > 0, shape: [], readable, ...(text && { text }) };
      return { ...column, ...aboutColumn(name, said) };
    }),
  };

  // Ranges are mostly read in order: the readers of the last row group go on where they were.
  let kept: { group: number; readers: Map<string, ColumnReader> } = { group: -1, readers: new Map() };
  const readerOf = (group: number, name: string): ColumnReader => {
    if (kept.group !== group) kept = { group, readers: new Map() };
    const column = leaves.findIndex((leaf) => leaf.name === name);
    const known =
      kept.readers.get(name) ?? new ColumnReader(placeOf(file, bytes, metadata, group, leaves[column]!, column));
    kept.readers.set(name, known);
    return known;
  };

  return {
    format: 'parquet',
    tables: [table],
    metadata: about,
    read: (_, columns, start, end) =>
      orDamaged(file, 'Parquet', async () => {
        const parts = columns.map((): ColumnValues[] => []);
        let first = 0;
        for (const [group, count] of groups.entries()) {
          const [from, to] = [Math.max(start, first) - first, Math.min(end, first + count) - first];
          first += count;
          if (from >= to) continue;
          for (const [at, name] of columns.entries()) parts[at]!.push(await readerOf(group, name).read(from, to));
        }
        return Object.fromEntries(
          columns.map((name, at) => [
            name,
            parts[at]![0]?.words ? concatenatedText(parts[at]!) : concatenated(parts[at]!, isRagged(table, name)),
          ]),
        );
      }),
    close: () => bytes.close(),
  };
}

const isRagged = ({ columns }: FileTable, name: string): boolean => columns.find((c) => c.name === name)!.ragged;

/** Key-value metadata; units are a JSON object of column names there: {"pt": "GeV"}. */
const metadataOf = ({ key_value_metadata = [] }: FileMetaData): Metadata =>
  Object.fromEntries(key_value_metadata.map(({ key, value = '' }) => [key, value]));

function placeOf(
  file: string,
  bytes: FileBytes,
  { row_groups }: FileMetaData,
  group: number,
  leaf: Leaf,
  column: number,
): ChunkPlace {
  const { columns, num_rows } = row_groups[group]!;
  const { meta_data: chunk, file_path } = columns[column]!;
  const firstRow = row_groups.slice(0, group).reduce((sum, before) => sum + Number(before.num_rows), 0);
  if (!chunk || file_path) throw new Error(`column ${leaf.name} lies encrypted or in another file`);
  if (chunk.type !== leaf.element.type) throw new Error(`column ${leaf.name} is ${chunk.type} in a row group`);
  return { file, bytes, chunk, leaf, rows: Number(num_rows), firstRow };
}
