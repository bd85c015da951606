// The header of one NPY array (versions 1 to 3): which numbers lie where. Format: numpy.lib.format.
import { dtypeOf, wordOf, type Dtype } from '../dtype.ts';
import { parseLiteral, type Literal } from './python-literal.ts';

/** One column of an array: the array itself, or a field of a structured one. */
export interface NpyField {
  /** '' for an unstructured array, else `field` or `field.inner`. */
  readonly name: string;
  readonly type: string;
  /** Undefined for what is no number: text, complex numbers, pickled objects (never executed). */
  readonly dtype?: Dtype;
  readonly shape: readonly number[];
  /** Of text: UTF-32, least byte first or last, or bytes. */
  readonly text?: { readonly bytes: number; readonly encoding: 'utf32le' | 'utf32be' | 'bytes' };
  /** Byte within one record. */
  readonly offset: number;
}

export interface NpyArray {
  readonly rows: number;
  /** Of one row: [] for a vector. */
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Bytes of one item. */
  readonly itemSize: number;
  readonly fields: readonly NpyField[];
  /** Byte at which the values begin. */
  readonly start: number;
}

const magic = '\x93NUMPY';
/** No header is longer than this: one that claims to be is damaged. */
const maxHeader = 1 << 20;

export const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** The byte at which an array's values begin, from its first 12 bytes. */
export function npyHeaderEnd(first: Uint8Array): number {
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  if (Buffer.from(first.subarray(0, 6)).toString('latin1') !== magic) throw new Error('an array does not begin as NPY');
  const version = view.getUint8(6);
  if (version < 1 || version > 3) throw new Error(`an array has NPY version ${version}`);
  const end = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (end > maxHeader) throw new Error(`an array claims a header of ${end} bytes`);
  return end;
}

/** @param size of the whole NPY file: what the header claims must fill it exactly */
export function parseNpy(first: Uint8Array, size: number): NpyArray {
  const start = npyHeaderEnd(first);
  if (start > first.length) throw new Error(`an array claims a header of ${start} bytes`);
  const version = first[6]!;
  const header = parseLiteral(headerText(first.subarray(version === 1 ? 10 : 12, start), version));
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new Error('a header is no dict');
  const { descr, shape, fortran_order: fortran } = header as Readonly<Record<string, Literal>>;
  const lengths = shapeOf(shape);
  const { fields, itemSize, pickled } = structure(descr ?? null);
  const claimed = product(lengths) * itemSize;
  if (!pickled && claimed !== size - start)
    throw new Error(`an array claims ${claimed} bytes, and ${size - start} are there`);
  return {
    rows: lengths[0] ?? 1,
    shape: lengths.slice(1),
    fortran: fortran === true && lengths.length > 1,
    itemSize,
    fields,
    start,
  };
}

const headerText = (bytes: Uint8Array, version: number): string =>
  Buffer.from(bytes).toString(version === 3 ? 'utf8' : 'latin1');

function shapeOf(literal: Literal | undefined): readonly number[] {
  const whole = (value: Literal): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!Array.isArray(literal) || !literal.every(whole)) throw new Error('an array has no shape');
  if (!Number.isSafeInteger(product(literal)) || literal.some((length) => length >= 2 ** 31)) {
    throw new Error(`an array claims the shape ${literal.join(' x ')}`);
  }
  return literal;
}

interface Structure {
  readonly fields: readonly NpyField[];
  readonly itemSize: number;
  readonly pickled: boolean;
}

function structure(descr: Literal): Structure {
  if (typeof descr === 'string') {
    const { type, dtype, size, text } = simple(descr);
    return {
      fields: [{ name: '', type, dtype, text, shape: [], offset: 0 }],
      itemSize: size,
      pickled: descr.endsWith('O'),
    };
  }
  if (!Array.isArray(descr)) throw new Error('an array has no type');
  const fields: NpyField[] = [];
  let itemSize = 0;
  let pickled = false;
  for (const entry of descr as readonly Literal[]) {
    if (!Array.isArray(entry)) throw new Error('an array has no type');
    const [label, inner, repeat] = entry as readonly Literal[];
    const name = Array.isArray(label) ? label[1] : label;
    if (typeof name !== 'string' || inner === undefined) throw new Error('a field has no name');
    const shape = repeat === undefined ? [] : shapeOf(typeof repeat === 'number' ? [repeat] : repeat);
    const part = structure(inner);
    pickled ||= part.pickled;
    for (const field of part.fields) {
      // Padding between fields has no name; an array of structures within a structure has no plain layout.
      if (name === '') continue;
      const nested = shape.length > 0 && field.name !== '';
      fields.push({
        name: field.name === '' ? name : `${name}.${field.name}`,
        type: nested ? 'structures' : field.type,
        dtype: nested ? undefined : field.dtype,
        text: nested ? undefined : field.text,
        shape: [...shape, ...field.shape],
        offset: itemSize + field.offset,
      });
    }
    itemSize += product(shape) * part.itemSize;
  }
  return { fields, itemSize, pickled };
}

const others: Readonly<Record<string, string>> = {
  O: 'object (pickled)',
  U: 'utf32',
  S: 'bytes',
  a: 'bytes',
  V: 'void',
  c: 'complex',
  M: 'datetime',
  m: 'timedelta',
};

function simple(text: string): { type: string; size: number } & Pick<NpyField, 'dtype' | 'text'> {
  const [, order, kind, digits] = /^([<>|=]?)([a-zA-Z])(\d*)(?:\[[^\]]*\])?$/.exec(text) ?? [];
  if (kind === undefined) throw new Error(`an array has the type ${JSON.stringify(text.slice(0, 40))}`);
  const size = kind === 'O' ? 8 : Number(digits);
  const dtype = dtypeOf(kind, size, order !== '>');
  if (dtype) return { type: wordOf(dtype), dtype, size };
  const bytes = kind === 'U' ? size * 4 : size;
  const encoding = { U: order === '>' ? 'utf32be' : 'utf32le', S: 'bytes', a: 'bytes' }[kind] as
    NonNullable<NpyField['text']>['encoding'] | undefined;
  return { type: others[kind] ?? text, size: bytes, ...(encoding && bytes > 0 && { text: { bytes, encoding } }) };
}
