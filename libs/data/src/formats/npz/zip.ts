// Members of a ZIP archive (stored or deflated, ZIP64 too), each inflated only when asked for, and as far as asked for.
// Format: APPNOTE.TXT 6.3.10, §4.3 (records) and §4.5.3 (ZIP64).
import { pipeline, Readable } from 'node:stream';
import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { FileBytes } from '../bytes.ts';

export interface ZipMember {
  readonly name: string;
  /** Of the contents. */
  readonly size: number;
  /** Contents lie in the file as they are: byte ranges can be read. */
  readonly stored: boolean;
  /** Bytes `start` to `end` of the contents. A member that is not stored is inflated up to there, from where it was left. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** At most `count` of the first bytes, inflating only those. */
  head(count: number): Promise<Uint8Array>;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const maxComment = 65_535;
/** Deflate never expands more: a member that claims so is damaged. */
const maxRatio = 1032;
/** Compressed bytes that are read at a time. */
const step = 1 << 16;

export async function openZip(bytes: FileBytes): Promise<ZipMember[]> {
  const tail = await bytes.read(Math.max(0, bytes.size - maxComment - 42), bytes.size);
  const end = Buffer.from(tail.buffer).lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > tail.length) throw new Error('it has no central directory: it is truncated');
  const view = viewOf(tail);
  let [count, size, start] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (end >= 20 && view.getUint32(end - 20, true) === 0x07064b50) {
    const at = Number(view.getBigUint64(end - 12, true));
    const wide = viewOf(await bytes.read(at, at + 56));
    if (wide.getUint32(0, true) !== 0x06064b50) throw new Error('its ZIP64 directory is missing');
    [count, size, start] = [32, 40, 48].map((field) => Number(wide.getBigUint64(field, true))) as [
      number,
      number,
      number,
    ];
  }
  const directory = await bytes.read(start, start + size);
  const members: ZipMember[] = [];
  for (let at = 0; members.length < count;) {
    const entry = viewOf(directory.subarray(at));
    if (entry.getUint32(0, true) !== 0x02014b50) throw new Error('its central directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => entry.getUint16(field, true)) as [
      number,
      number,
      number,
    ];
    const name = Buffer.from(directory.subarray(at + 46, at + 46 + nameLength)).toString('utf8');
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    members.push(memberOf(bytes, name, entry, extra));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
}

function memberOf(bytes: FileBytes, name: string, entry: DataView, extra: Uint8Array): ZipMember {
  const [flags, method, crc] = [entry.getUint16(8, true), entry.getUint16(10, true), entry.getUint32(16, true)];
  const [packed, size, header] = wideSizes(entry, extra);
  const stored = method === 0;
  const start = async (): Promise<number> => {
    if (flags & 1) throw new Error(`its member ${name} is encrypted`);
    if (!stored && method !== 8) throw new Error(`its member ${name} is compressed by method ${method}: save it again`);
    if (stored ? packed !== size : size > packed * maxRatio + 1024)
      throw new Error(`its member ${name} claims ${size} bytes`);
    const local = viewOf(await bytes.read(header, header + 30));
    if (local.getUint32(0, true) !== 0x04034b50) throw new Error(`its member ${name} is not where it should be`);
    return header + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  };
  let inflation: Inflation | undefined;
  const inflate = async (from: number, to: number): Promise<Uint8Array> => {
    if (!inflation || inflation.position > from) {
      const at = await start();
      inflation = new Inflation(bytes, { name, at, packed, size, crc });
    }
    try {
      return await inflation.read(from, to);
    } catch (error) {
      inflation = undefined;
      throw error;
    }
  };
  return {
    name,
    size,
    stored,
    async read(from, to) {
      if (to > size) throw new Error(`its member ${name} ends early`);
      if (!stored) return inflate(from, to);
      const at = await start();
      return bytes.read(at + from, at + to);
    },
    async head(most) {
      const at = await start();
      const some = await bytes.read(at, at + Math.min(packed, most));
      if (stored) return some.subarray(0, size);
      return inflateRawSync(some, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, most);
    },
  };
}

interface Deflated {
  readonly name: string;
  readonly at: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
}

/** Contents of a deflated member from front to back; never more of them in memory than a read asks for. */
class Inflation {
  /** Up to where contents were given out. */
  position = 0;
  readonly #member: Deflated;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  #sum = 0;
  #seen = 0;

  constructor(bytes: FileBytes, member: Deflated) {
    const { at, packed } = member;
    this.#member = member;
    const compressed = async function* () {
      for (let from = at; from < at + packed; from += step)
        yield await bytes.read(from, Math.min(from + step, at + packed));
    };
    const inflate = createInflateRaw();
    // what goes wrong on the way is thrown where the pieces are taken
    pipeline(Readable.from(compressed()), inflate, () => undefined);
    this.#pieces = inflate[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  async read(from: number, to: number): Promise<Uint8Array> {
    const { name, size, crc } = this.#member;
    const out = new Uint8Array(to - from);
    while (this.position < to) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const begin = Math.max(0, Math.min(from - this.position, this.#rest.length));
      const end = Math.min(this.#rest.length, to - this.position);
      out.set(this.#rest.subarray(begin, end), Math.max(0, this.position - from));
      this.position += end;
      this.#rest = this.#rest.subarray(end);
    }
    if (this.position === size && (this.#sum !== crc || (await this.#pieces.next()).done !== true))
      throw new Error(`the checksum of its member ${name} is wrong`);
    return out;
  }

  async #next(): Promise<Uint8Array> {
    const { name, size } = this.#member;
    const { value, done } = await this.#pieces.next();
    if (done === true) throw new Error(`its member ${name} ends early`);
    this.#sum = crc32(value, this.#sum);
    this.#seen += value.length;
    if (this.#seen > size) throw new Error(`its member ${name} is longer than it says`);
    return value;
  }
}

/** Packed size, size and place of a member; from the ZIP64 extra field where the entry says 2³² - 1. */
function wideSizes(entry: DataView, extra: Uint8Array): [number, number, number] {
  const [packed, size, header] = [entry.getUint32(20, true), entry.getUint32(24, true), entry.getUint32(42, true)];
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    const wide = (narrow: number): number => {
      if (narrow !== 0xffffffff) return narrow;
      field += 8;
      return Number(view.getBigUint64(field - 8, true));
    };
    const wideSize = wide(size);
    return [wide(packed), wideSize, wide(header)];
  }
  return [packed, size, header];
}
