// Numbers of an HDF5 datatype: integers, floats, enumerations and booleans, in arrays and fields of compounds.
import { dtypeOf, wordOf, type Dtype } from '../dtype.ts';
import type { Layout } from './datatype.ts';

/** HDF5's H5T_class_t. */
const classes = { integer: 0, float: 1, string: 3, compound: 6, enumeration: 8, vlen: 9, array: 10 } as const;
const words = ['', '', 'time', 'text', 'bitfield', 'opaque', 'compound', 'reference', 'enumeration', 'lists', 'array'];

/** What h5wasm tells of a datatype. */
export interface Hdf5Type {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  /** Of text, whether every value has its own length. */
  readonly vlen?: boolean;
  readonly littleEndian: boolean;
  readonly shape?: readonly number[] | null;
  readonly array_type?: Hdf5Type;
  readonly vlen_type?: Hdf5Type;
  readonly enum_type?: { readonly members: Readonly<Record<string, number>> };
  readonly compound_type?: {
    readonly members: readonly (Hdf5Type & { readonly name: string; readonly offset: number })[];
  };
}

export interface Hdf5Field {
  /** '' for the value itself, else `field` or `field.inner`. */
  readonly name: string;
  readonly type: string;
  /** Undefined for what is no number. */
  readonly dtype?: Dtype;
  readonly shape: readonly number[];
  readonly ragged: boolean;
  /** Byte within one value. */
  readonly offset: number;
  /** Texts of so many bytes, padded with zeros or spaces; of any length each where it is 'any'. */
  readonly textBytes?: number | 'any';
  /** Why there is no dtype, where the type does not tell it. */
  readonly why?: string;
}

const maxDepth = 8;

/**
 * The columns of one value; `layout` is what the file itself says of the datatype, undefined where that cannot be told.
 * h5wasm makes numbers little-endian while it reads, except those of a compound in which
 * both orders occur: they stay as they are declared.
 */
export const fieldsOf = (type: Hdf5Type, layout: Layout | undefined): Hdf5Field[] =>
  visit(type, layout, 0, new Set(orders(type, 0)).size > 1);

/** Whether values are in the file, byte by byte, as h5wasm gives them. */
export function lieAsRead(type: Hdf5Type, depth = 0): boolean {
  if (depth > maxDepth) return false;
  switch (type.type) {
    case classes.integer:
    case classes.float:
    case classes.enumeration:
      return type.size === 1 || type.littleEndian;
    case classes.string:
      return type.vlen === false;
    case classes.array:
      return type.array_type !== undefined && lieAsRead(type.array_type, depth + 1);
    case classes.compound:
      return type.compound_type?.members.every((member) => lieAsRead(member, depth + 1)) === true;
    default:
      return false;
  }
}

/** Whether each number within a type is little-endian. */
function orders(type: Hdf5Type, depth: number): boolean[] {
  if (depth > maxDepth) return [];
  const inner = [...(type.compound_type?.members ?? []), type.array_type, type.vlen_type].filter(
    (one) => one !== undefined,
  );
  if (inner.length > 0) return inner.flatMap((one) => orders(one, depth + 1));
  const isNumber = [classes.integer, classes.float, classes.enumeration].some((one) => one === type.type);
  return isNumber ? [type.littleEndian] : [];
}

function visit(type: Hdf5Type, layout: Layout | undefined, depth: number, asDeclared: boolean): Hdf5Field[] {
  if (type.type === classes.compound && type.compound_type && depth < maxDepth) {
    return type.compound_type.members.flatMap((member, at) =>
      visit(member, layout?.inner[at], depth + 1, asDeclared).map((field) => ({
        ...field,
        name: field.name === '' ? member.name : `${member.name}.${field.name}`,
        offset: member.offset + field.offset,
        // Lists within a compound lie elsewhere in memory.
        dtype: field.ragged ? undefined : field.dtype,
        textBytes: field.textBytes === 'any' ? undefined : field.textBytes,
      })),
    );
  }
  if (type.type === classes.array && type.array_type) {
    const [inner, ...more] = visit(type.array_type, layout?.inner[0], depth + 1, asDeclared);
    const shape = type.array_type.shape ?? [];
    if (inner && more.length === 0 && inner.name === '' && !inner.ragged && inner.textBytes === undefined)
      return [{ ...inner, shape: [...shape, ...inner.shape] }];
    return [unreadable('array')];
  }
  if (type.type === classes.vlen && type.vlen_type) {
    const dtype = numberOf(type.vlen_type, true);
    const why = dtype && oddity(layout?.inner[0]);
    return [{ ...unreadable(dtype ? wordOf(dtype) : 'lists'), dtype: why ? undefined : dtype, ragged: true, why }];
  }
  if (type.type === classes.string) {
    const { size, vlen = false } = type;
    return [{ ...unreadable('text'), textBytes: vlen ? 'any' : size }];
  }
  const dtype = numberOf(type, !asDeclared || type.littleEndian);
  if (!dtype) return [unreadable(words[type.type] || 'unknown')];
  const why = oddity(layout);
  return [{ ...unreadable(wordOf(dtype)), dtype: why ? undefined : dtype, why }];
}

/** Why a number of the file is not what its class and size say, or why that cannot be told. */
const oddity = (layout: Layout | undefined): string | undefined =>
  layout ? layout.odd : 'the file does not tell how its bits are laid out';

const unreadable = (type: string): Hdf5Field => ({ name: '', type, shape: [], ragged: false, offset: 0 });

function numberOf(of: Hdf5Type, littleEndian: boolean): Dtype | undefined {
  const { type, size, signed, enum_type } = of;
  if (type === classes.float) return dtypeOf('f', size, littleEndian);
  if (type === classes.integer) return dtypeOf(signed ? 'i' : 'u', size, littleEndian);
  // h5wasm fails to convert enumerations that are big-endian.
  if (type !== classes.enumeration || (size > 1 && !of.littleEndian)) return undefined;
  // h5py writes booleans so.
  const names = Object.keys(enum_type?.members ?? {});
  const isBoolean = size === 1 && names.length === 2 && names.includes('FALSE') && names.includes('TRUE');
  return isBoolean ? dtypeOf('b', 1, true) : dtypeOf(signed ? 'i' : 'u', size, littleEndian);
}
