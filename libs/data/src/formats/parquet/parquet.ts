// Parquet: every leaf of the schema is a column, lists of numbers are ragged; row groups are read one at a time.
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import type { FileMetaData } from 'hyparquet/src/types.js';
import { aboutColumn, ofColumns, type Metadata } from '../about.ts';
import { openBytes, type FileBytes } from '../bytes.ts';
import { orDamaged } from '../damage.ts';
import type { FileTable, OpenFile } from '../format.ts';
import { decodeChunk, type Chunk } from './column.ts';
import { leavesOf, type Leaf } from './schema.ts';
import { distinct } from '../tables.ts';
import { concatenated, concatenatedText } from '../values.ts';

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

  // Ranges are mostly read in order: the chunks of the last row group are kept decoded.
  let kept: { group: number; chunks: Map<string, Promise<Chunk>> } = { group: -1, chunks: new Map() };
  const chunkOf = (group: number, leaf: Leaf): Promise<Chunk> => {
    if (kept.group !== group) kept = { group, chunks: new Map() };
    const known = kept.chunks.get(leaf.name) ?? readChunk(file, bytes, metadata, group, leaf, leaves.indexOf(leaf));
    kept.chunks.set(leaf.name, known);
    return known;
  };

  return {
    format: 'parquet',
    tables: [table],
    metadata: about,
    read: (_, columns, start, end) =>
      orDamaged(file, 'Parquet', async () => {
        const parts = columns.map((): Chunk[] => []);
        let first = 0;
        for (const [group, count] of groups.entries()) {
          const [from, to] = [Math.max(start, first) - first, Math.min(end, first + count) - first];
          first += count;
          if (from >= to) continue;
          for (const [at, name] of columns.entries()) {
            parts[at]!.push(
              rowsOf(
                await chunkOf(
                  group,
                  leaves.find((leaf) => leaf.name === name)!,
                ),
                from,
                to,
              ),
            );
          }
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

async function readChunk(
  file: string,
  bytes: FileBytes,
  { row_groups }: FileMetaData,
  group: number,
  leaf: Leaf,
  column: number,
): Promise<Chunk> {
  const { columns, num_rows } = row_groups[group]!;
  const { meta_data, file_path } = columns[column]!;
  const firstRow = row_groups.slice(0, group).reduce((sum, before) => sum + Number(before.num_rows), 0);
  if (!meta_data || file_path) throw new Error(`column ${leaf.name} lies encrypted or in another file`);
  if (meta_data.type !== leaf.element.type) throw new Error(`column ${leaf.name} is ${meta_data.type} in a row group`);
  const start = Number(meta_data.dictionary_page_offset || meta_data.data_page_offset);
  const chunk = await bytes.read(start, start + Number(meta_data.total_compressed_size));
  return decodeChunk(chunk, meta_data, leaf, Number(num_rows), firstRow, file);
}

function rowsOf({ values, offsets, words }: Chunk, from: number, to: number): Chunk {
  if (!offsets) return { values: values.slice(from, to), ...(words && { words }) };
  const first = offsets[from]!;
  return {
    values: values.slice(first, offsets[to]!),
    offsets: offsets.slice(from, to + 1).map((offset) => offset - first),
  };
}
