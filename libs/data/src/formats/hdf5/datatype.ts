// The datatype of an HDF5 dataset as its object header has it: h5wasm says that a number is a float of 2 bytes, not where
// its exponent lies. Format: HDF5 File Format Specification 3.0, IV.A.2.d.
import type { FileBytes } from '../bytes.ts';
import { messageOf, unsigned } from './messages.ts';

/** A datatype, and those within it in their order. */
export interface Layout {
  /** What makes a number another one than its class and size say; undefined if nothing does. */
  readonly odd?: string;
  /** Members of a compound, the base of an array, a list or an enumeration. */
  readonly inner: readonly Layout[];
}

const datatypeMessage = 3;
const classes = { integer: 0, float: 1, compound: 6, enumeration: 8, vlen: 9, array: 10 } as const;

/** The layout of the dataset whose object header is at `address`, as all addresses in a file counted from byte `base`. */
export async function datatypeAt(bytes: FileBytes, base: number, address: number): Promise<Layout> {
  return parse(new Cursor(await typeOf(bytes, base, address, 0)), 0);
}

async function typeOf(bytes: FileBytes, base: number, address: number, hops: number): Promise<Uint8Array> {
  const message = await messageOf(bytes, base, address, datatypeMessage);
  if (!message) throw new Error('a dataset has no datatype');
  const { body, shared } = message;
  if (!shared) return body;
  // A named datatype: version, type, and the address of its own header.
  const from = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const place = from.getUint8(0) === 1 ? 8 : 2;
  if (hops > 0) throw new Error('a datatype refers to a datatype that refers on');
  return typeOf(bytes, base, unsigned(from, place, 8), hops + 1);
}

class Cursor {
  readonly view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  next(width: number): number {
    this.at += width;
    return unsigned(this.view, this.at - width, width);
  }
}

/** Bit offset, precision, exponent location and size, mantissa location and size, bias, by bytes: IEEE 754. */
const ieee: Readonly<Record<number, readonly number[]>> = {
  2: [0, 16, 10, 5, 0, 10, 15],
  4: [0, 32, 23, 8, 0, 23, 127],
  8: [0, 64, 52, 11, 0, 52, 1023],
};

const maxDepth = 16;

function parse(cursor: Cursor, depth: number): Layout {
  if (depth > maxDepth) throw new Error('a datatype is too deep');
  const first = cursor.next(1);
  const [kind, version] = [first & 15, first >> 4];
  const bits = cursor.next(3);
  const size = cursor.next(4);
  switch (kind) {
    case classes.integer: {
      const [offset, precision] = [cursor.next(2), cursor.next(2)];
      const whole = offset === 0 && precision === 8 * size;
      return { inner: [], ...(!whole && { odd: `integers of ${precision} bits from bit ${offset}` }) };
    }
    case classes.float: {
      const found = [
        cursor.next(2),
        cursor.next(2),
        ...[1, 1, 1, 1].map((width) => cursor.next(width)),
        cursor.next(4),
      ];
      // Byte order apart (bits 0 and 6): an implied leading bit (4 and 5), and where the sign is.
      const usual = ((bits >> 4) & 3) === 2 && ((bits >> 8) & 255) === 8 * size - 1 && (bits & 64) === 0;
      const same = ieee[size]?.every((value, at) => found[at] === value) === true;
      const [, , , exponent, , mantissa] = found;
      const word = size === 2 && exponent === 8 && mantissa === 7 ? 'bfloat16, ' : '';
      const odd = `${word}floats of ${exponent} exponent and ${mantissa} mantissa bits`;
      return { inner: [], ...(!(usual && same) && { odd }) };
    }
    case classes.compound: {
      const inner = Array.from({ length: bits & 0xffff }, () => member(cursor, version, size, depth));
      return { inner };
    }
    case classes.enumeration: {
      const base = parse(cursor, depth + 1);
      return { inner: [base], ...(base.odd && { odd: base.odd }) };
    }
    case classes.vlen:
      // Of text, the base is a character.
      return { inner: [parse(cursor, depth + 1)] };
    case classes.array: {
      const rank = cursor.next(1);
      if (version < 3) cursor.at += 3;
      cursor.at += 4 * rank * (version < 3 ? 2 : 1);
      return { inner: [parse(cursor, depth + 1)] };
    }
    default:
      // Text, references, times, bits: no numbers, and nothing follows them that matters but their length.
      cursor.at += kind === 4 ? 4 : kind === 2 ? 2 : kind === 5 ? bits & 255 : 0;
      return { inner: [] };
  }
}

function member(cursor: Cursor, version: number, size: number, depth: number): Layout {
  const start = cursor.at;
  while (cursor.next(1) !== 0);
  if (version < 3) cursor.at = start + 8 * Math.ceil((cursor.at - start) / 8);
  cursor.at += version < 3 ? 4 : [1, 2, 3, 4].find((width) => size < 256 ** width)!;
  let fixed = 1;
  if (version === 1) {
    const rank = cursor.next(1);
    cursor.at += 3 + 4 + 4 + 16;
    fixed = rank;
  }
  const inner = parse(cursor, depth + 1);
  // Before version 2 of the message an array was a property of the member.
  return version === 1 && fixed > 0 ? { inner: [inner], ...(inner.odd && { odd: inner.odd }) } : inner;
}
