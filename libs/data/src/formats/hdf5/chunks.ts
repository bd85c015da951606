// Rows of an HDF5 dataset whose chunks are packed by gzip, inflated by Node's zlib: several times as fast as the library,
// which is WebAssembly. Chunks are found by their B-tree of version 1. What is stored any other way is left to the library.
// Format: HDF5 File Format Specification 3.0, III.A.1 (B-trees), IV.A.2.i (layout), IV.A.2.l (filters).
import { inflateSync } from 'node:zlib';
import type { FileBytes } from '../bytes.ts';
import { messageOf, unsigned } from './messages.ts';
import { unshuffled } from './shuffle.ts';

/** A dataset of which every chunk is `shape` values of `size` bytes, as they are in memory. */
export interface Chunked {
  /** Of the dataset, rows first. */
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  /** Bytes of one value. */
  readonly size: number;
  /** Numbers of the filters, in the order in which they were applied. */
  readonly filters: readonly number[];
}

export interface ChunkReader {
  /** The values of rows `start` to `end` one after the other; undefined if some were never written. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

const layoutMessage = 8;
const [deflate, shuffle] = [1, 2];
/** Larger chunks are the library's. */
const maxChunkBytes = 2 ** 27;
/** Chunks that reach beyond the rows asked for are kept, together at most so many bytes: the next rows are mostly asked for next. */
const maxKeptBytes = 2 ** 25;
const maxDepth = 16;
/** 'TREE', of nodes of type 1. */
const [tree, ofChunks] = [0x54524545, 1];

interface Chunk {
  readonly offsets: readonly number[];
  readonly address: number;
  /** As it lies in the file. */
  readonly packed: number;
}

/** Undefined where the library has to read it. All addresses are counted from byte `base`. */
export async function chunkReader(
  bytes: FileBytes,
  base: number,
  header: number,
  { shape, chunk, size, filters }: Chunked,
): Promise<ChunkReader | undefined> {
  const names = filters.join();
  if (names !== `${deflate}` && names !== `${shuffle},${deflate}`) return undefined;
  const chunkBytes = chunk.reduce((product, length) => product * length, size);
  if (shape.length === 0 || chunk.length !== shape.length || !(chunkBytes > 0 && chunkBytes <= maxChunkBytes))
    return undefined;
  const root = await indexOf(bytes, base, header, [...chunk, size]);
  if (root === undefined) return undefined;

  let kept = new Map<number, Uint8Array>();
  const inflated = async ({ address, packed }: Chunk): Promise<Uint8Array> => {
    const known = kept.get(address);
    if (known) return known;
    const raw = await bytes.read(base + address, base + address + packed);
    const plain = inflateSync(raw, { chunkSize: chunkBytes + 64, maxOutputLength: chunkBytes });
    if (plain.length !== chunkBytes) throw new Error(`a chunk holds ${plain.length} bytes of ${chunkBytes}`);
    return filters.length > 1 ? unshuffled(plain, size) : plain;
  };
  return {
    async read(start, end) {
      const found = end > start ? await chunksOf(bytes, base, root, { start, end, chunk, shape }) : undefined;
      if (!found) return undefined;
      const rest = shape.slice(1).reduce((product, length) => product * length, size);
      const out = new Uint8Array((end - start) * rest);
      const next = new Map<number, Uint8Array>();
      let room = maxKeptBytes;
      for (const one of found) {
        const plain = await inflated(one);
        copyBox(out, plain, { shape, chunk, size, offsets: one.offsets, start, end });
        if (one.offsets[0]! + chunk[0]! > end && (room -= chunkBytes) >= 0) next.set(one.address, plain);
      }
      kept = next;
      return out;
    },
  };
}

/** The address of the root of the B-tree of chunks. */
async function indexOf(
  bytes: FileBytes,
  base: number,
  header: number,
  dimensions: readonly number[],
): Promise<number | undefined> {
  const message = await messageOf(bytes, base, header, layoutMessage);
  if (!message || message.shared) return undefined;
  const { body } = message;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const chunked = 2;
  if (view.getUint8(0) !== 3 || view.getUint8(1) !== chunked || view.getUint8(2) !== dimensions.length)
    return undefined;
  const same = dimensions.every((length, at) => view.getUint32(11 + 4 * at, true) === length);
  const address = unsigned(view, 3, 8);
  return same && Number.isSafeInteger(base + address) ? address : undefined;
}

interface Wanted extends Pick<Chunked, 'chunk' | 'shape'> {
  readonly start: number;
  readonly end: number;
}

/** The chunks that have some of the rows; undefined if one was never written or not packed as all are. */
async function chunksOf(
  bytes: FileBytes,
  base: number,
  root: number,
  { start, end, chunk, shape }: Wanted,
): Promise<Chunk[] | undefined> {
  const keyBytes = 8 + 8 * (chunk.length + 1);
  const entryBytes = keyBytes + 8;
  const bands = Math.floor((end - 1) / chunk[0]!) - Math.floor(start / chunk[0]!) + 1;
  const across = shape.map((length, axis) => (axis === 0 ? bands : Math.ceil(length / chunk[axis]!)));
  const expected = across.reduce((product, length) => product * length, 1);
  const found = new Map<string, Chunk>();
  let nodes = 0;
  const visit = async (address: number, mostLevel: number): Promise<boolean> => {
    const head = new DataView((await bytes.read(base + address, base + address + 24)).buffer);
    const [signature, kind, level, used] = [head.getUint32(0), head.getUint8(4), head.getUint8(5), head.getUint16(6, true)]; // prettier-ignore
    // a node that holds itself or is held by many is no tree's
    if (signature !== tree || kind !== ofChunks || level > mostLevel || ++nodes > 100 + 4 * expected)
      throw new Error('a tree of chunks is none');
    const from = base + address + 24;
    const node = new DataView((await bytes.read(from, from + used * entryBytes + keyBytes)).buffer);
    const offsetAt = (entry: number, axis: number): number => unsigned(node, entry * entryBytes + 8 + 8 * axis, 8);
    for (let entry = 0; entry < used; entry++) {
      // those below an entry are from its key to the next one's, within whose rows they may end
      const last = offsetAt(level > 0 ? entry + 1 : entry, 0);
      if (offsetAt(entry, 0) >= end || last + chunk[0]! <= start) continue;
      const child = unsigned(node, entry * entryBytes + keyBytes, 8);
      if (level > 0) {
        if (!(await visit(child, level - 1))) return false;
        continue;
      }
      const [packed, mask] = [node.getUint32(entry * entryBytes, true), node.getUint32(entry * entryBytes + 4, true)];
      if (mask !== 0) return false;
      const offsets = chunk.map((_, axis) => offsetAt(entry, axis));
      if (offsets.some((offset, axis) => offset % chunk[axis]! !== 0 || offset >= shape[axis]!))
        throw new Error(`a chunk begins at ${offsets.join(', ')}`);
      found.set(offsets.join(), { offsets, address: child, packed });
    }
    return true;
  };
  return (await visit(root, maxDepth)) && found.size === expected ? [...found.values()] : undefined;
}

interface Box extends Omit<Chunked, 'filters'> {
  readonly offsets: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** What a chunk has of rows `start` to `end` into these rows; at the edges chunks reach beyond the dataset. */
function copyBox(out: Uint8Array, plain: Uint8Array, { shape, chunk, size, offsets, start, end }: Box): void {
  const from = offsets.map((offset, axis) => (axis === 0 ? Math.max(offset, start) : offset));
  const to = offsets.map((offset, axis) => Math.min(offset + chunk[axis]!, axis === 0 ? end : shape[axis]!));
  /** Axes from which on the chunk has all that the dataset has: one piece of memory on both sides. */
  let whole = shape.length;
  while (whole > 1 && chunk[whole - 1] === shape[whole - 1]) whole--;
  const inner = shape.slice(whole).reduce((product, length) => product * length, size);
  const visit = (axis: number, source: number, target: number): void => {
    if (axis === whole - 1) {
      const [first, length] = [from[axis]!, (to[axis]! - from[axis]!) * inner];
      const at = (source * chunk[axis]! + first - offsets[axis]!) * inner;
      const origin = axis === 0 ? start : 0;
      out.set(plain.subarray(at, at + length), (target * shape[axis]! + first - origin) * inner);
      return;
    }
    for (let index = from[axis]!; index < to[axis]!; index++) {
      const origin = axis === 0 ? start : 0;
      visit(axis + 1, source * chunk[axis]! + index - offsets[axis]!, target * shape[axis]! + index - origin);
    }
  };
  visit(0, 0, 0);
}
