// Numbers in raw bytes as NumPy names them ('<f4', '>i8', '|b1'), contiguous or one field of a structure.
import { halfValues } from './half.ts';
import type { Numbers } from './values.ts';

export interface Dtype {
  readonly kind: 'b' | 'f' | 'i' | 'u';
  /** Bytes of one number. */
  readonly size: 1 | 2 | 4 | 8;
  readonly littleEndian: boolean;
}

const sizes = { b: [1], f: [2, 4, 8], i: [1, 2, 4, 8], u: [1, 2, 4, 8] } as const;

export function dtypeOf(kind: string, size: number, littleEndian: boolean): Dtype | undefined {
  const found = (['b', 'f', 'i', 'u'] as const).find((one) => one === kind);
  const bytes = found && sizes[found].find((one) => one === size);
  return found && bytes ? { kind: found, size: bytes, littleEndian } : undefined;
}

const words = { b: 'bool', f: 'float', i: 'int', u: 'uint' } as const;

export const wordOf = ({ kind, size }: Dtype): string => (kind === 'b' ? 'bool' : `${words[kind]}${size * 8}`);

/** `count` records of `each` numbers: record i begins at byte `offset + i * stride`. */
export interface Layout {
  readonly offset: number;
  readonly stride: number;
  readonly count: number;
  readonly each: number;
  /** Whether the bytes are of nobody else: numbers that are all of them are then not copied. */
  readonly owned?: boolean;
}

const hostLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Throws a RangeError if the bytes end earlier. */
export function decodeNumbers(
  bytes: Uint8Array,
  dtype: Dtype,
  { offset, stride, count, each, owned }: Layout,
): Numbers {
  const { size } = dtype;
  const width = each * size;
  if (count > 0 && offset + (count - 1) * stride + width > bytes.length) throw new RangeError('the values end early');
  const { buffer } = bytes;
  const asTheyAre =
    owned && stride === width && buffer.byteLength === count * width && dtype.littleEndian === hostLittle;
  if (asTheyAre && buffer instanceof ArrayBuffer) return viewed(buffer, dtype);
  const own = new Uint8Array(count * width);
  if (stride === width) own.set(bytes.subarray(offset, offset + count * width));
  else {
    for (let i = 0; i < count; i++)
      own.set(bytes.subarray(offset + i * stride, offset + i * stride + width), i * width);
  }
  if (dtype.littleEndian !== hostLittle && size > 1) swap(own, size);
  return viewed(own.buffer, dtype);
}

function swap({ buffer }: Uint8Array<ArrayBuffer>, size: number): void {
  const bytes = Buffer.from(buffer);
  if (size === 2) bytes.swap16();
  else if (size === 4) bytes.swap32();
  else bytes.swap64();
}

function viewed(buffer: ArrayBuffer, { kind, size }: Dtype): Numbers {
  switch (`${kind}${size}` as const) {
    case 'f2': {
      const half = halfValues();
      return Float32Array.from(new Uint16Array(buffer), (bits) => half[bits]!);
    }
    case 'f4':
      return new Float32Array(buffer);
    case 'f8':
      return new Float64Array(buffer);
    case 'i1':
      return new Int8Array(buffer);
    case 'i2':
      return new Int16Array(buffer);
    case 'i4':
      return new Int32Array(buffer);
    case 'i8':
      return new BigInt64Array(buffer);
    case 'u2':
      return new Uint16Array(buffer);
    case 'u4':
      return new Uint32Array(buffer);
    case 'u8':
      return new BigUint64Array(buffer);
    default: // b1 and u1
      return new Uint8Array(buffer);
  }
}
