// Which numbers an HDF5 datatype holds: integers, floats, enumerations and booleans, in arrays and fields of compounds.
import { dtypeOf, wordOf, type Dtype } from './dtype.ts';

/** HDF5's H5T_class_t. */
const classes = { integer: 0, float: 1, string: 3, compound: 6, enumeration: 8, vlen: 9, array: 10 } as const;
const words = ['', '', 'time', 'text', 'bitfield', 'opaque', 'compound', 'reference', 'enumeration', 'lists', 'array'];

/** What h5wasm tells of a datatype. */
export interface Hdf5Type {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
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

/** The columns of one value; h5wasm converts all numbers to little-endian while it reads. */
export function fieldsOf(type: Hdf5Type, depth = 0): Hdf5Field[] {
  if (type.type === classes.compound && type.compound_type && depth < maxDepth) {
    return type.compound_type.members.flatMap((member) =>
      fieldsOf(member, depth + 1).map((field) => ({
        ...field,
        name: field.name === '' ? member.name : `${member.name}.${field.name}`,
        offset: member.offset + field.offset,
        // Lists within a compound lie elsewhere in memory.
        dtype: field.ragged ? undefined : field.dtype,
      })),
    );
  }
  if (type.type === classes.array && type.array_type) {
    const [inner, ...more] = fieldsOf(type.array_type, depth + 1);
    const shape = type.array_type.shape ?? [];
    if (inner && more.length === 0 && inner.name === '' && !inner.ragged)
      return [{ ...inner, shape: [...shape, ...inner.shape] }];
    return [unreadable('array')];
  }
  if (type.type === classes.vlen && type.vlen_type) {
    const dtype = numberOf(type.vlen_type);
    return [{ ...unreadable(dtype ? wordOf(dtype) : 'lists'), dtype, ragged: true }];
  }
  const dtype = numberOf(type);
  return [dtype ? { ...unreadable(wordOf(dtype)), dtype } : unreadable(words[type.type] || 'unknown')];
}

const unreadable = (type: string): Hdf5Field => ({ name: '', type, shape: [], ragged: false, offset: 0 });

function numberOf({ type, size, signed, enum_type }: Hdf5Type): Dtype | undefined {
  if (type === classes.float) return dtypeOf('f', size, true);
  if (type === classes.integer) return dtypeOf(signed ? 'i' : 'u', size, true);
  if (type !== classes.enumeration) return undefined;
  // h5py writes booleans so.
  const names = Object.keys(enum_type?.members ?? {});
  if (size === 1 && names.length === 2 && names.includes('FALSE') && names.includes('TRUE'))
    return dtypeOf('b', 1, true);
  return dtypeOf(signed ? 'i' : 'u', size, true);
}
