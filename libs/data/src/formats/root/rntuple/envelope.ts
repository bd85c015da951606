// Envelopes of an RNTuple: blocks of metadata with a checksum, and how what is in them is read. Little-endian throughout.
// Source: the RNTuple Binary Format Specification 1.0.0.0, "Basic types", "Frames" and "Envelopes".
import { createXXHash3 } from 'hash-wasm';

type Hash = (bytes: Uint8Array) => bigint;
let hash: Promise<Hash> | undefined;

/** XXH3 of 64 bits. */
export function xxh3(): Promise<Hash> {
  return (hash ??= createXXHash3().then((hasher) => (bytes) => {
    hasher.init();
    return Buffer.from(hasher.update(bytes).digest('binary')).readBigUInt64BE();
  }));
}

/** Where bytes lie in the file. */
export interface Locator {
  readonly at: number;
  readonly size: number;
}

/** A place among the bytes of an envelope, moving on as it is read. */
export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #move(size: number): number {
    const from = this.at;
    this.at += size;
    return from;
  }

  u16(): number {
    return this.#view.getUint16(this.#move(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#move(4), true);
  }
  i32(): number {
    return this.#view.getInt32(this.#move(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#move(8), true);
  }
  bits64(): bigint {
    return this.#view.getBigUint64(this.#move(8), true);
  }
  i64(): number {
    return exact(this.#view.getBigInt64(this.#move(8), true));
  }
  u64(): number {
    return exact(this.bits64());
  }

  text(): string {
    const length = this.u32();
    const from = this.#move(length);
    if (this.at > this.#bytes.length) throw new Error('a text ends early');
    return Buffer.from(this.#bytes.subarray(from, this.at)).toString('utf8');
  }

  locator(): Locator {
    const size = this.i32();
    if (size >= 0) return { size, at: this.u64() };
    const type = (-size >>> 24) & 0xff;
    if (type !== 1) throw new Error(`a locator of the unknown type ${type}`);
    return { size: this.u64(), at: this.u64() };
  }

  /** Refuses what later versions may mean by a flag. */
  featureFlags(): void {
    const flags = this.bits64();
    if (flags !== 0n) throw new Error(`it needs the features ${flags}, which are unknown`);
  }

  /** What is in a record; what it holds beyond, as later versions may add, is left out. */
  record<T>(read: (cursor: Cursor) => T): T {
    const from = this.at;
    const size = this.i64();
    return this.#within(from, size, () => read(this));
  }

  list<T>(read: (cursor: Cursor, index: number) => T): T[] {
    return this.listWith(read, () => undefined).items;
  }

  /** The items of a list, and what follows them within it. */
  listWith<T, U>(
    read: (cursor: Cursor, index: number) => T,
    rest: (cursor: Cursor) => U,
  ): { readonly items: T[]; readonly rest: U } {
    const from = this.at;
    const size = -this.i64();
    const count = this.u32();
    if (count > size) throw new Error(`a list of ${count} items in ${size} bytes`);
    return this.#within(from, size, () => {
      const items = Array.from({ length: count }, (_, index) => read(this, index));
      return { items, rest: rest(this) };
    });
  }

  #within<T>(from: number, size: number, read: () => T): T {
    const end = from + size;
    if (!(size >= 8 && end <= this.#bytes.length)) throw new Error(`a frame claims ${size} bytes`);
    const found = read();
    if (this.at > end) throw new Error('a frame ends early');
    this.at = end;
    return found;
  }
}

function exact(value: bigint): number {
  const found = Number(value);
  if (!Number.isSafeInteger(found)) throw new Error(`it claims ${value}`);
  return found;
}

const envelopes = { header: 1, footer: 2, 'page list': 3 } as const;

/** The contents of an envelope whose checksum is right, and that checksum. */
export async function openEnvelope(
  bytes: Uint8Array,
  kind: keyof typeof envelopes,
): Promise<{ readonly cursor: Cursor; readonly checksum: bigint }> {
  if (bytes.length < 16) throw new Error(`the ${kind} has ${bytes.length} bytes`);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const checksum = view.readBigUInt64LE(bytes.length - 8);
  if ((await xxh3())(bytes.subarray(0, -8)) !== checksum) throw new Error(`the checksum of the ${kind} is another`);
  const [type, length] = [view.readUInt16LE(0), view.readUIntLE(2, 6)];
  if (type !== envelopes[kind] || length !== bytes.length)
    throw new Error(`the ${kind} is one of type ${type} with ${length} bytes`);
  const cursor = new Cursor(bytes.subarray(0, -8));
  cursor.bits64();
  return { cursor, checksum };
}
