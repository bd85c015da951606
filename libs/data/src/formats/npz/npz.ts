// NumPy: an NPZ archive, or one NPY file. Arrays are columns, fields of structured arrays `array.field`;
// those with as many rows make a table. Uncompressed arrays are read by range, compressed ones inflated one at a time.
import { aboutColumn, aboutMember, ofColumns, textsIn, type Metadata } from '../about.ts';
import { openBytes, type FileBytes } from '../bytes.ts';
import { orDamaged } from '../damage.ts';
import { decodeNumbers } from '../dtype.ts';
import type { ColumnValues, OpenFile } from '../format.ts';
import { npyHeaderEnd, parseNpy, product, type NpyArray, type NpyField } from './npy.ts';
import { tablesOf, type Member } from '../tables.ts';
import { numbered, plainOf, type Numbers } from '../values.ts';
import { openZip, type ZipMember } from './zip.ts';

/** Where an array's bytes come from. */
type Contents = Pick<ZipMember, 'name' | 'size' | 'read' | 'head'>;

interface Archive {
  readonly contents: readonly Contents[];
  readonly metadata: Metadata;
}

interface Source {
  readonly contents: Contents;
  readonly array: NpyArray;
  readonly field: NpyField;
}

/** Headers are mostly 128 bytes; a longer one is read again whole. */
const firstBytes = 1 << 14;

/** More is not read of what an archive says about itself. */
const mostAbout = 1 << 20;

export const openNpz = (file: string): Promise<OpenFile> =>
  opened(file, 'NPZ', async (bytes) => {
    const members = await openZip(bytes);
    const about = members.find(({ name, size }) => name === aboutMember && size <= mostAbout);
    const text = about && Buffer.from(await about.read(0, about.size)).toString('utf8');
    return { contents: members.filter(({ name }) => name.endsWith('.npy')), metadata: textsIn(text ?? '{}') };
  });

export const openNpy = (file: string): Promise<OpenFile> =>
  opened(file, 'NPY', (bytes) => ({
    contents: [
      {
        name: '',
        size: bytes.size,
        read: (start, end) => bytes.read(start, end),
        head: (count) => bytes.read(0, Math.min(count, bytes.size)),
      },
    ],
    metadata: {},
  }));

async function opened(
  file: string,
  kind: string,
  contentsOf: (bytes: FileBytes) => Archive | Promise<Archive>,
): Promise<OpenFile> {
  const bytes = await openBytes(file, kind);
  try {
    return await orDamaged(file, kind, async () => {
      const members: Member<Source>[] = [];
      const { contents: arrays, metadata } = await contentsOf(bytes);
      const said = { units: ofColumns(metadata, 'units'), roles: ofColumns(metadata, 'roles') };
      for (const contents of arrays)
        for (const member of await describe(contents))
          members.push({ ...member, column: { ...member.column, ...aboutColumn(member.column.name, said) } });
      if (members.length === 0) throw new Error('it holds no arrays');
      const tables = tablesOf(members);
      return {
        format: 'npz',
        tables,
        metadata,
        read: (name, columns, start, end) =>
          orDamaged(file, kind, async () => {
            const table = tables.find((one) => one.name === name)!;
            const values: [string, ColumnValues][] = [];
            for (const column of columns) {
              const source = table.members.get(column)!;
              const found = source.field.text
                ? numbered(await readTexts(source, start, end))
                : { values: plainOf(await readRows(source, start, end), file, column) };
              values.push([column, found]);
            }
            return Object.fromEntries(values);
          }),
        close: () => bytes.close(),
      };
    });
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function describe(contents: Contents): Promise<Member<Source>[]> {
  let head = await contents.head(firstBytes);
  const needed = npyHeaderEnd(head);
  if (needed > head.length) head = await contents.head(needed);
  const array = parseNpy(head, contents.size);
  const name = contents.name.replace(/\.npy$/, '');
  return array.fields.map((field) => ({
    group: '',
    rows: array.rows,
    column: {
      name: [name, field.name].filter(Boolean).join('.') || 'array',
      type: field.type,
      ragged: false,
      shape: [...array.shape, ...field.shape],
      readable: field.dtype !== undefined,
      ...(field.text && array.shape.length + field.shape.length === 0 && { text: true }),
    },
    source: { contents, array, field },
  }));
}

/** Texts without the zeros that fill them up. */
async function readTexts({ contents, array, field }: Source, start: number, end: number): Promise<string[]> {
  const { itemSize } = array;
  const raw = Buffer.from(await contents.read(array.start + start * itemSize, array.start + end * itemSize));
  const { bytes, encoding } = field.text!;
  return Array.from({ length: end - start }, (_, row) => {
    const own = raw.subarray(row * itemSize + field.offset, row * itemSize + field.offset + bytes);
    if (encoding === 'bytes') return own.toString('utf8').replace(/\0+$/, '');
    const points = Array.from({ length: bytes / 4 }, (_, at) =>
      encoding === 'utf32le' ? own.readUInt32LE(4 * at) : own.readUInt32BE(4 * at),
    );
    return String.fromCodePoint(...points).replace(/\0+$/, '');
  });
}

async function readRows({ contents, array, field }: Source, start: number, end: number): Promise<Numbers> {
  const { itemSize, fortran, shape } = array;
  const layout = { offset: field.offset, stride: itemSize, each: product(field.shape) };
  const perRow = product(shape);
  const at = (row: number): number => array.start + row * perRow * itemSize;
  if (!fortran) {
    const bytes = await contents.read(at(start), at(end));
    return decodeNumbers(bytes, field.dtype!, { ...layout, count: (end - start) * perRow });
  }
  const all = decodeNumbers(await contents.read(at(0), at(array.rows)), field.dtype!, {
    ...layout,
    count: array.rows * perRow,
  });
  return rowMajor(all, array, start, end, layout.each);
}

/** Rows of an array whose first index runs fastest. */
function rowMajor<T extends Numbers>(all: T, { rows, shape }: NpyArray, start: number, end: number, each: number): T {
  const perRow = product(shape);
  const out = all.slice(0, (end - start) * perRow * each) as T;
  for (let item = 0; item < perRow; item++) {
    // The place of this item of a row when the earlier indices run fastest.
    let [rest, step, column] = [item, perRow, 0];
    let width = 1;
    for (const length of shape) {
      step /= length;
      column += Math.floor(rest / step) * width;
      rest %= step;
      width *= length;
    }
    for (let row = start; row < end; row++) {
      for (let i = 0; i < each; i++)
        out[((row - start) * perRow + item) * each + i] = all[(row + rows * column) * each + i]!;
    }
  }
  return out;
}
