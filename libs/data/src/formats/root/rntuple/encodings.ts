// Encodings of the pages of an RNTuple: numbers whose bytes are split, differences, zigzag, packed bits, shortened floats.
// Source: the specification 1.0.0.0, "Column Description" (types) and "Page encodings".
import { decodeNumbers, dtypeOf, wordOf } from '../../dtype.ts';
import type { Numbers } from '../../values.ts';
import type { PhysicalColumn } from './schema.ts';

interface Encoding {
  readonly kind: 'b' | 'f' | 'i' | 'u';
  readonly size: 1 | 2 | 4 | 8;
  readonly split?: boolean;
  /** Each number is the difference from the one before it in the page. */
  readonly delta?: boolean;
  readonly zigzag?: boolean;
  /** Bits follow each other without gaps. */
  readonly packed?: 'bit' | 'truncated' | 'quantised';
  readonly index?: boolean;
}

const plain = (kind: Encoding['kind'], size: Encoding['size']): Encoding => ({ kind, size });
const index = { kind: 'u', index: true } as const;

const encodings: Readonly<Record<number, Encoding>> = {
  0x00: { ...plain('b', 1), packed: 'bit' },
  0x01: plain('u', 1),
  0x02: plain('u', 1),
  0x03: plain('i', 1),
  0x04: plain('u', 1),
  0x05: plain('i', 2),
  0x06: plain('u', 2),
  0x07: plain('i', 4),
  0x08: plain('u', 4),
  0x09: plain('i', 8),
  0x0a: plain('u', 8),
  0x0b: plain('f', 2),
  0x0c: plain('f', 4),
  0x0d: plain('f', 8),
  0x0e: { ...index, size: 4 },
  0x0f: { ...index, size: 8 },
  0x11: { ...plain('i', 2), split: true, zigzag: true },
  0x12: { ...plain('u', 2), split: true },
  0x13: { ...plain('i', 4), split: true, zigzag: true },
  0x14: { ...plain('u', 4), split: true },
  0x15: { ...plain('i', 8), split: true, zigzag: true },
  0x16: { ...plain('u', 8), split: true },
  0x18: { ...plain('f', 4), split: true },
  0x19: { ...plain('f', 8), split: true },
  0x1a: { ...index, size: 4, split: true, delta: true },
  0x1b: { ...index, size: 8, split: true, delta: true },
  0x1c: { ...plain('f', 4), packed: 'truncated' },
  0x1d: { ...plain('f', 4), packed: 'quantised' },
};

export const charType = 0x02;

/** Item type in NumPy's words; undefined for what is not read. */
export function typeOfColumn({ type, bits, range }: PhysicalColumn): string | undefined {
  const encoding = encodings[type];
  if (!encoding) return undefined;
  const [least, most] = { bit: [1, 1], truncated: [10, 31], quantised: [1, 32] }[encoding.packed ?? 'bit'] as [
    number,
    number,
  ];
  const fits = encoding.packed ? bits >= least && bits <= most : bits === 8 * encoding.size;
  if (!fits || (encoding.packed === 'quantised') !== (range !== undefined)) return undefined;
  return wordOf(dtypeOf(encoding.kind, encoding.size, true)!);
}

/** Whether a column has the ends of lists. */
export const isIndex = ({ type }: PhysicalColumn): boolean => encodings[type]?.index === true;

/** Bytes that so many elements take before compression. */
export const bytesOf = ({ bits }: PhysicalColumn, elements: number): number => Math.ceil((elements * bits) / 8);

/** The elements of a page; ends of lists count from the beginning of the cluster. */
export function decodePage(bytes: Uint8Array, column: PhysicalColumn, elements: number): Numbers {
  const encoding = encodings[column.type]!;
  if (bytes.length !== bytesOf(column, elements)) throw new Error(`a page has ${bytes.length} bytes`);
  if (encoding.packed) return unpackBits(bytes, column, elements, encoding.packed);
  const { kind, size, split, delta, zigzag } = encoding;
  const whole = split ? unsplit(bytes, elements, size) : bytes;
  const layout = { offset: 0, stride: size, count: elements, each: 1 };
  const values = decodeNumbers(whole, dtypeOf(kind, size, true)!, layout);
  if (zigzag) unzigzag(values);
  if (delta) accumulate(values);
  return values;
}

/** All first bytes, then all second ones, ...: back to one number after the other. */
function unsplit(bytes: Uint8Array, elements: number, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let byte = 0; byte < size; byte++) {
    const from = byte * elements;
    for (let i = 0, to = byte; i < elements; i++, to += size) out[to] = bytes[from + i]!;
  }
  return out;
}

/** 0, -1, 1, -2, ... are written as 0, 1, 2, 3, ... */
function unzigzag(values: Numbers): void {
  if (values instanceof BigInt64Array) {
    for (let i = 0; i < values.length; i++) {
      const value = BigInt.asUintN(64, values[i]!);
      values[i] = BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
  } else if (values instanceof Int32Array || values instanceof Int16Array) {
    const mask = values instanceof Int32Array ? 0xffff_ffff : 0xffff;
    for (let i = 0; i < values.length; i++) {
      const value = (values[i]! & mask) >>> 0;
      values[i] = (value >>> 1) ^ -(value & 1);
    }
  } else throw new Error('internal: zigzag of other numbers than integers');
}

function accumulate(values: Numbers): void {
  if (values instanceof BigUint64Array) for (let i = 1; i < values.length; i++) values[i]! += values[i - 1]!;
  else if (values instanceof Uint32Array) for (let i = 1; i < values.length; i++) values[i]! += values[i - 1]!;
  else throw new Error('internal: differences of other numbers than ends of lists');
}

function unpackBits(
  bytes: Uint8Array,
  { bits, range }: PhysicalColumn,
  elements: number,
  how: NonNullable<Encoding['packed']>,
): Numbers {
  const numbers = new Uint32Array(elements);
  for (let i = 0, at = 0; i < elements; i++) {
    let value = 0;
    for (let taken = 0; taken < bits;) {
      const offset = at & 7;
      const take = Math.min(8 - offset, bits - taken);
      value += ((bytes[at >> 3]! >> offset) & ((1 << take) - 1)) * 2 ** taken;
      taken += take;
      at += take;
    }
    numbers[i] = value;
  }
  if (how === 'bit') return Uint8Array.from(numbers);
  if (how === 'truncated') {
    for (let i = 0; i < elements; i++) numbers[i] = numbers[i]! << (32 - bits);
    return new Float32Array(numbers.buffer);
  }
  const [least, greatest] = range!;
  const step = (greatest - least) / (2 ** bits - 1);
  return Float32Array.from(numbers, (value) => least + step * value);
}
