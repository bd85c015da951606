// The datatype of an HDF5 dataset as its object header has it: h5wasm says that a number is a float of 2 bytes, not where
// its exponent lies. Format: HDF5 File Format Specification 3.0, IV.A.1 (object headers) and IV.A.2.d (datatypes).
import type { FileBytes } from '../bytes.ts';

/** A datatype, and those within it in their order. */
export interface Layout {
  /** What makes a number another one than its class and size say; undefined if nothing does. */
  readonly odd?: string;
  /** Members of a compound, the base of an array, a list or an enumeration. */
  readonly inner: readonly Layout[];
}

const datatypeMessage = 3;
const continuation = 16;
const maxBlocks = 1000;
const classes = { integer: 0, float: 1, compound: 6, enumeration: 8, vlen: 9, array: 10 } as const;

/** The layout of the dataset whose object header is at `address`, as all addresses in a file counted from byte `base`. */
export async function datatypeAt(bytes: FileBytes, base: number, address: number): Promise<Layout> {
  const message = await messageOf(bytes, base, base + address, 0);
  return parse(new Cursor(message), 0);
}

async function messageOf(bytes: FileBytes, base: number, address: number, hops: number): Promise<Uint8Array> {
  const first = await bytes.read(address, Math.min(bytes.size, address + 64));
  const head = new DataView(first.buffer);
  const v2 = Buffer.from(first.subarray(0, 4)).toString('latin1') === 'OHDR';
  const flags = v2 ? head.getUint8(5) : 0;
  const blocks: [start: number, size: number][] = [];
  if (v2) {
    const at = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
    const width = 1 << (flags & 3);
    blocks.push([address + at + width, unsigned(head, at, width)]);
  } else {
    if (head.getUint8(0) !== 1) throw new Error(`an object header has the version ${head.getUint8(0)}`);
    blocks.push([address + 16, head.getUint32(8, true)]);
  }
  for (let block = 0; block < blocks.length && block < maxBlocks; block++) {
    const [start, size] = blocks[block]!;
    const content = await bytes.read(start, start + size);
    const view = new DataView(content.buffer);
    const prefix = v2 ? 4 + (flags & 4 ? 2 : 0) : 8;
    for (let at = 0; at + prefix <= size;) {
      const type = v2 ? view.getUint8(at) : view.getUint16(at, true);
      const length = view.getUint16(at + (v2 ? 1 : 2), true);
      const shared = (view.getUint8(at + (v2 ? 3 : 4)) & 2) !== 0;
      const body = content.subarray(at + prefix, at + prefix + length);
      if (type === datatypeMessage && !shared) return body;
      if (type === datatypeMessage) {
        // A named datatype: version, type, and the address of its own header.
        const from = new DataView(body.buffer, body.byteOffset, body.byteLength);
        const place = from.getUint8(0) === 1 ? 8 : 2;
        if (hops > 0) throw new Error('a datatype refers to a datatype that refers on');
        return messageOf(bytes, base, base + unsigned(from, place, 8), hops + 1);
      }
      if (type === continuation) {
        const from = new DataView(body.buffer, body.byteOffset, body.byteLength);
        const [next, room] = [base + unsigned(from, 0, 8), unsigned(from, 8, 8)];
        // A block of version 2 has a signature before its messages and a checksum after them.
        blocks.push(v2 ? [next + 4, room - 8] : [next, room]);
      }
      at += prefix + length;
    }
  }
  throw new Error('a dataset has no datatype');
}

function unsigned(view: DataView, at: number, width: number): number {
  let value = 0;
  for (let byte = width - 1; byte >= 0; byte--) value = value * 256 + view.getUint8(at + byte);
  return value;
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
