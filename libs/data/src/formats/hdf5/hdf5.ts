// HDF5: datasets are columns, fields of compound ones `dataset.field`, variable-length ones ragged; the datasets of one
// group with as many rows make a table, called as the group is. Only the rows asked for are read.
import { InputError } from '@jetdemon/workflow';
import { openBytes } from '../bytes.ts';
import { orDamaged } from '../damage.ts';
import { decodeNumbers } from '../dtype.ts';
import type { ColumnValues, OpenFile } from '../format.ts';
import { openHdf5File, type Hdf5File } from './library.ts';
import { fieldsOf, type Hdf5Field } from './type.ts';
import { tablesOf, type Member } from '../tables.ts';
import { concatenated, plainOf } from '../values.ts';

interface Source {
  readonly path: string;
  readonly field: Hdf5Field;
  /** Bytes of one value. */
  readonly size: number;
  /** Values per row. */
  readonly perRow: number;
}

/** A dataset that claims more bytes per byte of its file is damaged: deflate never packs so much. */
const maxRatio = 4096;
/** Most bytes read in one go. */
const blockBytes = 2 ** 26;

export async function openHdf5(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'HDF5');
  await bytes.close();
  return orDamaged(file, 'HDF5', async () => {
    const opened = await openHdf5File(file);
    try {
      const tables = tablesOf(opened.datasets().flatMap((path) => describe(opened, path, bytes.size)));
      if (tables.length === 0) throw new InputError('expected datasets in the file, found none', `${file}:`);
      return {
        format: 'hdf5',
        tables,
        read: (name, columns, start, end) =>
          orDamaged(file, 'HDF5', () => {
            const { members } = tables.find((table) => table.name === name)!;
            return Object.fromEntries(
              columns.map((column) => [column, readColumn(file, opened, column, members.get(column)!, start, end)]),
            );
          }),
        close: () => orDamaged(file, 'HDF5', () => opened.close()),
      };
    } catch (error) {
      opened.close();
      throw error;
    }
  });
}

function describe(opened: Hdf5File, path: string, fileSize: number): Member<Source>[] {
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
  return fieldsOf(metadata).map((field) => ({
    group: path.slice(1, Math.max(1, slash)),
    rows,
    column: {
      name: [path.slice(slash + 1), field.name].filter(Boolean).join('.'),
      type: field.type,
      ragged: field.ragged,
      shape: field.ragged ? field.shape : [...rest, ...field.shape],
      readable: field.dtype !== undefined && !(field.ragged && shape.length !== 1),
      ...(unit !== undefined && { unit }),
    },
    source: { path, field, size, perRow },
  }));
}

function readColumn(
  file: string,
  opened: Hdf5File,
  name: string,
  source: Source,
  start: number,
  end: number,
): ColumnValues {
  const { path, field, size, perRow } = source;
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
      const bytes = unfiltered(file, name, () => opened.read(path, from, to));
      const layout = { offset: field.offset, stride: size, count: (to - from) * perRow, each };
      parts.push({ values: plainOf(decodeNumbers(bytes, dtype, layout), file, name) });
    }
  }
  return parts.length > 0 ? concatenated(parts, field.ragged) : empty(field);
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
    throw new InputError(
      `column ${name}: expected gzip compression or none, found ${filter}: write it again`,
      `${file}:`,
    );
  }
}
