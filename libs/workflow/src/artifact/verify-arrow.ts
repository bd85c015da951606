// Verification of what apache-arrow takes on trust: every length in the footer and in the messages of an IPC file.
// A vector that claims 2³¹ items would otherwise fill memory. Tables and their fields: format/{File,Schema,Message}.fbs.
import { open } from 'node:fs/promises';

/** Ranges of the bytes of a file, each in memory of its own. */
export interface ByteRanges {
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A FlatBuffers table, and where each of its fields begins. */
class Fields {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  static root(bytes: Uint8Array): Fields {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new Fields(view, view.getUint32(0, true));
  }

  /** Position of field `index`, undefined if it is not there. */
  #place(index: number): number | undefined {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    if (4 + 2 * index >= this.#view.getUint16(vtable, true)) return undefined;
    const offset = this.#view.getUint16(vtable + 4 + 2 * index, true);
    return offset === 0 ? undefined : this.#at + offset;
  }

  #target(index: number): number | undefined {
    const place = this.#place(index);
    return place === undefined ? undefined : place + this.#view.getUint32(place, true);
  }

  byte(index: number): number {
    const place = this.#place(index);
    return place === undefined ? 0 : this.#view.getUint8(place);
  }

  int64(index: number): number {
    const place = this.#place(index);
    return place === undefined ? 0 : Number(this.#view.getBigInt64(place, true));
  }

  table(index: number): Fields | undefined {
    const at = this.#target(index);
    return at === undefined ? undefined : new Fields(this.#view, at);
  }

  /** First byte and number of items of a vector, which must end within the buffer. */
  vector(index: number, itemBytes: number): { readonly start: number; readonly count: number } {
    const at = this.#target(index);
    if (at === undefined) return { start: 0, count: 0 };
    const count = this.#view.getUint32(at, true);
    if (at + 4 + count * itemBytes > this.#view.byteLength) throw new Error(`a list claims ${count} items`);
    return { start: at + 4, count };
  }

  tables(index: number): Fields[] {
    const { start, count } = this.vector(index, 4);
    return Array.from({ length: count }, (_, i) => {
      const place = start + 4 * i;
      return new Fields(this.#view, place + this.#view.getUint32(place, true));
    });
  }

  /** Pairs of 64-bit integers in a vector of 16-byte structs. */
  pairs(index: number): [number, number][] {
    const { start, count } = this.vector(index, 16);
    const at = (place: number): number => Number(this.#view.getBigInt64(place, true));
    return Array.from({ length: count }, (_, i) => [at(start + 16 * i), at(start + 16 * i + 8)]);
  }

  /** Place and metadata length of the blocks in a vector of them. */
  blocks(index: number): { readonly offset: number; readonly length: number }[] {
    const { start, count } = this.vector(index, 24);
    return Array.from({ length: count }, (_, i) => ({
      offset: Number(this.#view.getBigInt64(start + 24 * i, true)),
      length: this.#view.getInt32(start + 24 * i + 8, true),
    }));
  }
}

const magicBytes = 6;
const maxRows = 2 ** 31 - 1;
const maxDepth = 32;
const [dictionaryBatch, recordBatch] = [2, 3];
const union = 14;
/** List, FixedSizeList, Map, LargeList: types of exactly one child. */
const lists = [12, 16, 17, 21];

/** Rows of each record batch, read from its message alone; throws what is wrong with the first that is. */
export async function verifyArrow(bytes: ByteRanges): Promise<number[]> {
  const end = bytes.size - magicBytes - 4;
  const length = new DataView((await bytes.read(end, end + 4)).buffer).getInt32(0, true);
  const footer = Fields.root(await bytes.read(end - length, end));
  const schema = footer.table(1);
  if (!schema) throw new Error('it has no schema');
  verifySchema(schema, length);
  footer.vector(4, 4);
  for (const block of footer.blocks(2)) await verifyMessage(bytes, block, dictionaryBatch);
  const rows: number[] = [];
  for (const block of footer.blocks(3)) rows.push((await verifyMessage(bytes, block, recordBatch)).rows);
  return rows;
}

/** The same of a stream, whose messages follow each other until one is empty or the file ends. */
export async function verifyArrowStream(bytes: ByteRanges): Promise<number[]> {
  const rows: number[] = [];
  let schema = false;
  for (let offset = 0; offset + 8 <= bytes.size;) {
    const [marker, length] = new Int32Array((await bytes.read(offset, offset + 8)).buffer);
    if (marker !== -1) throw new Error(`message ${rows.length + 1} begins as none does`);
    if (length === 0) break;
    if (!(length! > 0)) throw new Error(`a message claims ${length} bytes`);
    const message = Fields.root(await bytes.read(offset + 8, offset + 8 + length!));
    const [kind, header] = [message.byte(1), message.table(2)];
    if (!schema) {
      if (kind !== 1 || !header) throw new Error('it does not begin with a schema');
      verifySchema(header, length!);
      message.vector(4, 4);
      schema = true;
      offset += 8 + length!;
      continue;
    }
    if (kind !== dictionaryBatch && kind !== recordBatch) throw new Error(`a message is of the kind ${kind}`);
    const found = await verifyMessage(bytes, { offset, length: 8 + length! }, kind);
    if (kind === recordBatch) rows.push(found.rows);
    offset = found.end;
  }
  if (!schema) throw new Error('it has no schema');
  return rows;
}

function verifySchema(schema: Fields, length: number): void {
  let budget = length;
  const visit = (fields: readonly Fields[], depth: number): void => {
    budget -= fields.length;
    if (budget < 0 || depth > maxDepth) throw new Error('its schema is too deep');
    for (const field of fields) {
      field.tables(6);
      if (field.byte(2) === union) field.table(3)?.vector(1, 4);
      const children = field.tables(5);
      if (lists.includes(field.byte(2)) && children.length !== 1) throw new Error('a list has no type of items');
      visit(children, depth + 1);
    }
  };
  visit(schema.tables(1), 0);
  for (const index of [2, 3]) schema.vector(index, 4);
}

/** The same of a file; throws where it cannot be read, too. */
export async function verifyArrowFile(file: string): Promise<number[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    return await verifyArrow({
      size,
      async read(start, end) {
        const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
        if (!whole || start < 0 || end < start || end > size)
          throw new Error(`it points to bytes ${start} to ${end} of ${size}`);
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        if (bytesRead < bytes.length) throw new Error('it became shorter while it was read');
        return bytes;
      },
    });
  } finally {
    await handle.close();
  }
}

async function verifyMessage(
  bytes: ByteRanges,
  block: { offset: number; length: number },
  kind: number,
): Promise<{ readonly rows: number; readonly end: number }> {
  const raw = await bytes.read(block.offset, block.offset + block.length);
  const view = new DataView(raw.buffer);
  // Since 2019 a message's length is preceded by four bytes 0xFF.
  const prefix = view.getInt32(0, true) === -1 ? 8 : 4;
  const length = view.getInt32(prefix - 4, true);
  if (!(length > 0 && prefix + length <= raw.length)) throw new Error(`a message claims ${length} bytes`);
  const message = Fields.root(raw.subarray(prefix, prefix + length));
  const [header, bodyLength] = [message.table(2), message.int64(3)];
  if (message.byte(1) !== kind || !header) throw new Error('a message is of another kind');
  message.vector(4, 4);
  if (!(bodyLength >= 0 && block.offset + prefix + length + bodyLength <= bytes.size)) {
    throw new Error(`a message claims ${bodyLength} bytes after it`);
  }
  const batch = kind === recordBatch ? header : header.table(1);
  if (!batch) throw new Error('a dictionary has no values');
  for (const [rows, nulls] of [[batch.int64(0), 0], ...batch.pairs(1)]) {
    if (!(rows! >= 0 && rows! <= maxRows && nulls! >= 0 && nulls! <= rows!))
      throw new Error(`a column claims ${rows} rows`);
  }
  for (const [offset, size] of batch.pairs(2)) {
    if (!(offset >= 0 && size >= 0 && offset + size <= bodyLength)) throw new Error(`a column claims ${size} bytes`);
  }
  batch.vector(4, 8);
  return { rows: batch.int64(0), end: block.offset + prefix + length + bodyLength };
}
