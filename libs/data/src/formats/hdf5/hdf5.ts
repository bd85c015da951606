// HDF5: datasets are columns, fields of compound ones `dataset.field`, variable-length ones ragged; the datasets of one
// group with as many rows make a table, called as the group is. Only the rows asked for are read.
import { InputError } from '@jetdemon/workflow';
import { openBytes, type FileBytes } from '../bytes.ts';
import { orDamaged } from '../damage.ts';
import { decodeNumbers } from '../dtype.ts';
import type { ColumnValues, OpenFile } from '../format.ts';
import { chunkReader, type ChunkReader } from './chunks.ts';
import { datatypeAt, type Layout } from './datatype.ts';
import { openHdf5File, type Hdf5File } from './library.ts';
import { fieldsOf, lieAsRead, type Hdf5Field } from './type.ts';
import { tablesOf, type Member } from '../tables.ts';
import { concatenated, numbered, plainOf } from '../values.ts';

interface Source {
  readonly path: string;
  readonly field: Hdf5Field;
  /** Bytes of one value. */
  readonly size: number;
  /** Values per row. */
  readonly perRow: number;
  /** Reads its chunks without the library, where it can; made when it is first needed. */
  readonly chunks: () => Promise<ChunkReader | undefined>;
}

/** A dataset that claims more bytes per byte of its file is damaged: deflate never packs so much. */
const maxRatio = 4096;
/** Most bytes read in one go. */
const blockBytes = 2 ** 26;

export async function openHdf5(file: string): Promise<OpenFile> {
  return orDamaged(file, 'HDF5', async () => {
    const bytes = await openBytes(file, 'HDF5');
    let opened: Hdf5File | undefined;
    const close = async (): Promise<void> => {
      await bytes.close();
      opened?.close();
    };
    try {
      opened = await openHdf5File(file);
      const tables = tablesOf(await describeAll(bytes, opened));
      if (tables.length === 0) throw InputError.at({ file }, 'expected datasets in the file, found none');
      return {
        format: 'hdf5',
        tables,
        read: (name, columns, start, end) =>
          orDamaged(file, 'HDF5', async () => {
            const { members } = tables.find((table) => table.name === name)!;
            const values: [string, ColumnValues][] = [];
            for (const column of columns)
              values.push([column, await readColumn(file, opened!, column, members.get(column)!, start, end)]);
            return Object.fromEntries(values);
          }),
        close: () => orDamaged(file, 'HDF5', close),
      };
    } catch (error) {
      await close();
      throw error;
    }
  });
}

async function describeAll(bytes: FileBytes, opened: Hdf5File): Promise<Member<Source>[]> {
  const base = await superblockOf(bytes);
  const members: Member<Source>[] = [];
  for (const path of opened.datasets()) {
    const address = opened.address(path);
    // What cannot be told makes numbers unreadable, nothing else.
    const layout = await datatypeAt(bytes, base, address).catch(() => undefined);
    let made: Promise<ChunkReader | undefined> | undefined;
    const chunks = (): typeof made & {} => (made ??= chunksOf(bytes, base, address, opened, path));
    members.push(...describe(opened, path, bytes.size, layout, chunks));
  }
  return members;
}

async function chunksOf(
  bytes: FileBytes,
  base: number,
  address: number,
  opened: Hdf5File,
  path: string,
): Promise<ChunkReader | undefined> {
  const metadata = opened.metadata(path);
  const { shape, chunks: chunk, size } = metadata;
  if (!shape || !chunk || !lieAsRead(metadata)) return undefined;
  return chunkReader(bytes, base, address, { shape, chunk, size, filters: opened.filters(path) });
}

/** The first byte of the superblock: 0, or behind a user block of 512, 1024, ... bytes. */
async function superblockOf(bytes: FileBytes): Promise<number> {
  for (let at = 0; at + 8 <= bytes.size; at = at === 0 ? 512 : 2 * at) {
    if (Buffer.from(await bytes.read(at, at + 8)).toString('latin1') === '\x89HDF\r\n\x1a\n') return at;
  }
  throw new Error('it has no superblock');
}

function describe(
  opened: Hdf5File,
  path: string,
  fileSize: number,
  layout: Layout | undefined,
  chunks: Source['chunks'],
): Member<Source>[] {
  const metadata = opened.metadata(path);
  const { shape, size } = metadata;
  if (shape === null) return [];
  const [rows = 1, ...rest] = shape;
  const perRow = rest.reduce((product, length) => product * length, 1);
  if (!(rows < 2 ** 31 && rows * perRow * size <= fileSize * maxRatio)) {
    throw new Error(`the dataset ${path} claims the shape ${shape.join(' x ')} in a file of ${fileSize} bytes`);
  }
  const unit = opened.unit(path);
  const slash = path.lastIndexOf('/');
  return fieldsOf(metadata, layout).map((field) => ({
    group: path.slice(1, Math.max(1, slash)),
    rows,
    column: {
      name: [path.slice(slash + 1), field.name].filter(Boolean).join('.'),
      type: field.type,
      ragged: field.ragged,
      shape: field.ragged ? field.shape : [...rest, ...field.shape],
      readable: field.dtype !== undefined && !(field.ragged && shape.length !== 1),
      ...(field.textBytes !== undefined && rest.length === 0 && { text: true }),
      ...(field.why !== undefined && { why: field.why }),
      ...(unit !== undefined && { unit }),
    },
    source: { path, field, size, perRow, chunks },
  }));
}

async function readColumn(
  file: string,
  opened: Hdf5File,
  name: string,
  source: Source,
  start: number,
  end: number,
): Promise<ColumnValues> {
  const { path, field, size, perRow } = source;
  const read = async (from: number, to: number): Promise<Uint8Array> =>
    (await (await source.chunks())?.read(from, to)) ?? unfiltered(file, name, () => opened.read(path, from, to));
  if (field.textBytes === 'any') return numbered(unfiltered(file, name, () => opened.readTexts(path, start, end)));
  if (field.textBytes !== undefined) {
    const bytes = await read(start, end);
    return numbered(Array.from({ length: end - start }, (_, row) => textAt(bytes, field, row * size)));
  }
  const dtype = field.dtype!;
  const each = field.shape.reduce((product, length) => product * length, 1);
  const step = Math.max(1, Math.floor(blockBytes / Math.max(1, perRow * size)));
  const parts: ColumnValues[] = [];
  for (let from = start; from < end; from += step) {
    const to = Math.min(end, from + step);
    if (field.ragged) {
      const lists = unfiltered(file, name, () => opened.readLists(path, from, to));
      const offsets = Int32Array.of(0, ...lists.map(() => 0));
      for (const [row, list] of lists.entries()) offsets[row + 1] = offsets[row]! + list.length / dtype.size;
      const layout = { offset: 0, stride: dtype.size, count: offsets.at(-1)!, each: 1 };
      parts.push({ values: plainOf(decodeNumbers(Buffer.concat(lists), dtype, layout), file, name), offsets });
    } else {
      const bytes = await read(from, to);
      const layout = { offset: field.offset, stride: size, count: (to - from) * perRow, each, owned: true };
      parts.push({ values: plainOf(decodeNumbers(bytes, dtype, layout), file, name) });
    }
  }
  return parts.length > 0 ? concatenated(parts, field.ragged) : empty(field);
}

function textAt(bytes: Uint8Array, { offset, textBytes }: Hdf5Field, at: number): string {
  const own = Buffer.from(bytes.subarray(at + offset, at + offset + Number(textBytes)));
  return own.toString('utf8').replace(/\0.*$/s, '').trimEnd();
}

const empty = ({ ragged }: Hdf5Field): ColumnValues => ({
  values: new Float64Array(0),
  ...(ragged && { offsets: new Int32Array(1) }),
});

/** Compression that needs a plug-in is no damage. */
function unfiltered<T>(file: string, name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    const filter = /required filter '([^']+)' is not registered/.exec(cause)?.[1];
    if (filter === undefined) throw error;
    throw InputError.at(
      { file, column: name },
      `expected gzip, blosc, bzip2, lz4, lzf, zfp, zstd or no compression, found ${filter}: write it again`,
    );
  }
}
