// Which numbers an HDF5 datatype holds: integers, floats, enumerations and booleans, in arrays and fields of compounds.
import { dtypeOf, wordOf, type Dtype } from '../dtype.ts';

/** HDF5's H5T_class_t. */
const classes = { integer: 0, float: 1, string: 3, compound: 6, enumeration: 8, vlen: 9, array: 10 } as const;
const words = ['', '', 'time', 'text', 'bitfield', 'opaque', 'compound', 'reference', 'enumeration', 'lists', 'array'];

/** What h5wasm tells of a datatype. */
export interface Hdf5Type {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
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
}

const maxDepth = 8;

/**
 * The columns of one value. h5wasm makes numbers little-endian while it reads, except those of a compound in which
 * both orders occur: they stay as they are declared.
 */
export const fieldsOf = (type: Hdf5Type): Hdf5Field[] => visit(type, 0, new Set(orders(type, 0)).size > 1);

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

function visit(type: Hdf5Type, depth: number, asDeclared: boolean): Hdf5Field[] {
  if (type.type === classes.compound && type.compound_type && depth < maxDepth) {
    return type.compound_type.members.flatMap((member) =>
      visit(member, depth + 1, asDeclared).map((field) => ({
        ...field,
        name: field.name === '' ? member.name : `${member.name}.${field.name}`,
        offset: member.offset + field.offset,
        // Lists within a compound lie elsewhere in memory.
        dtype: field.ragged ? undefined : field.dtype,
      })),
    );
  }
  if (type.type === classes.array && type.array_type) {
    const [inner, ...more] = visit(type.array_type, depth + 1, asDeclared);
    const shape = type.array_type.shape ?? [];
    if (inner && more.length === 0 && inner.name === '' && !inner.ragged)
      return [{ ...inner, shape: [...shape, ...inner.shape] }];
    return [unreadable('array')];
  }
  if (type.type === classes.vlen && type.vlen_type) {
    const dtype = numberOf(type.vlen_type, true);
    return [{ ...unreadable(dtype ? wordOf(dtype) : 'lists'), dtype, ragged: true }];
  }
  const dtype = numberOf(type, !asDeclared || type.littleEndian);
  return [dtype ? { ...unreadable(wordOf(dtype)), dtype } : unreadable(words[type.type] || 'unknown')];
}

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
