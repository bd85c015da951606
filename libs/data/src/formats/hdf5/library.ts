// The HDF5 C library (h5wasm): opens a file where it lies, reads ranges of rows as raw bytes; its errors are thrown in one line.
// Files are read through Node's own file system, never copied. An instance of the library that has thrown leaks what it had
// open and may answer from it later, so every open file has an instance of its own; only those that never threw serve again.
import { fileURLToPath } from 'node:url';
import type { Hdf5Type } from './type.ts';

export interface Hdf5Dataset extends Hdf5Type {
  /** Undefined for a dataset that holds nothing (H5S_NULL). */
  readonly shape: readonly number[] | null;
  /** Of the pieces in which it lies; null where it lies in one. */
  readonly chunks: readonly number[] | null;
}

export interface Hdf5File {
  /** Paths of all datasets, groups followed; links to other files are not. */
  datasets(): string[];
  metadata(path: string): Hdf5Dataset;
  /** Numbers of the filters of a dataset, in the order in which they were applied. */
  filters(path: string): number[];
  unit(path: string): string | undefined;
  /** Byte of the file, counted from its superblock, at which the object header lies. */
  address(path: string): number;
  /** Values of rows `start` to `end`, one after the other in memory; of the only value if the dataset is scalar. */
  read(path: string, start: number, end: number): Uint8Array;
  /** The lists of rows `start` to `end` of a one-dimensional dataset of lists, each as raw bytes. */
  readLists(path: string, start: number, end: number): Uint8Array[];
  /** The texts of rows `start` to `end` of a one-dimensional dataset of texts of any length. */
  readTexts(path: string, start: number, end: number): string[];
  close(): void;
}

type Library = Awaited<typeof import('h5wasm/node').ready>;

const [maxDepth, maxObjects, maxUnit] = [32, 100_000, 1024];

const idle: Library[] = [];
let firstIsTaken = false;

/** Filters beyond gzip: blosc, lz4, lzf, zstd and the others of h5wasm-plugins, which the library loads when it meets them. */
const plugins = fileURLToPath(new URL('./plugins', import.meta.resolve('h5wasm-plugins')));

async function instance(): Promise<Library> {
  const before = idle.pop();
  if (before) return before;
  const made = await newInstance();
  made.insert_plugin_search_path(plugins, 0);
  return made;
}

async function newInstance(): Promise<Library> {
  if (!firstIsTaken) {
    firstIsTaken = true;
    return (await import('h5wasm/node')).ready;
  }
  // The package makes one instance; its factory lies beside it.
  const factory = new URL('./hdf5_util.js', import.meta.resolve('h5wasm/node')).href;
  const module = (await import(/* @vite-ignore */ factory)) as { default: (options: object) => Promise<Library> };
  return module.default({ noInitialRun: true });
}

export async function openHdf5File(file: string): Promise<Hdf5File> {
  const library = await instance();
  library.activate_throwing_error_handler();
  let sound = true;
  const told = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      sound = false;
      throw reasonOf(error);
    }
  };
  const release = (): void => {
    if (sound) idle.push(library);
    else abandon(library);
  };
  let id: bigint;
  try {
    id = told(() => library.open(file, library.H5F_ACC_RDONLY, false, -1, -1));
  } catch (error) {
    release();
    throw error;
  }

  const read = <T>(path: string, start: number, end: number, take: (bytes: Uint8Array, heap: Uint8Array) => T): T =>
    told(() => {
      const { size, shape } = library.get_dataset_metadata(id, path);
      const scalar = shape!.length === 0;
      const count = [end - start, ...shape!.slice(1)].map(BigInt);
      const bytes = size * (scalar ? 1 : Number(count.reduce((product, length) => product * length, 1n)));
      if (bytes > library.MAXIMUM_MEMORY / 2) throw new Error(`rows of ${bytes} bytes are too large to read`);
      const offset = shape!.map((_, axis) => (axis === 0 ? BigInt(start) : 0n));
      const strides = shape!.map(() => 1n);
      return allocated(library, bytes, (pointer) => {
        if (scalar) library.get_dataset_data(id, path, null, null, null, BigInt(pointer));
        else library.get_dataset_data(id, path, count, offset, strides, BigInt(pointer));
        return take(library.HEAPU8.subarray(pointer, pointer + bytes), library.HEAPU8);
      });
    });

  return {
    datasets: () => told(() => walk(library, id, '/', 0, [])),
    metadata: (path) => told(() => library.get_dataset_metadata(id, path)),
    filters: (path) => told(() => library.get_dataset_filters(id, path).map((filter) => filter.id)),
    unit: (path) => told(() => unitOf(library, id, path)),
    address: (path) => told(() => addressOf(library, id, path)),
    read: (path, start, end) => read(path, start, end, (bytes) => bytes.slice()),
    readLists: (path, start, end) =>
      read(path, start, end, (bytes, heap) => {
        const size = library.get_dataset_metadata(id, path).vlen_type!.size;
        // An hvl_t is a length and a pointer, 32 bits each.
        const pairs = new Uint32Array(bytes.slice().buffer);
        const lists = Array.from({ length: end - start }, (_, row) => {
          const [length, at] = [pairs[2 * row]!, pairs[2 * row + 1]!];
          return heap.slice(at, at + length * size);
        });
        library.reclaim_vlen_memory_count(id, path, '', BigInt(bytes.byteOffset), [BigInt(end - start)]);
        return lists;
      }),
    readTexts: (path, start, end) =>
      read(path, start, end, (bytes) => {
        const pointers = new Uint32Array(bytes.slice().buffer);
        const texts = Array.from(pointers, (at) => (at === 0 ? '' : library.UTF8ToString(at)));
        library.reclaim_vlen_memory_count(id, path, '', BigInt(bytes.byteOffset), [BigInt(end - start)]);
        return texts;
      }),
    close: () => {
      try {
        told(() => library.close_file(id));
      } finally {
        release();
      }
    },
  };
}

/** Closes the files of an instance that will not be used again: all streams after stdin, stdout and stderr. */
function abandon({ FS }: Library): void {
  const { streams, close } = FS as typeof FS & { readonly streams: readonly (Parameters<typeof FS.close>[0] | null)[] };
  for (const stream of streams.slice(3)) if (stream) close(stream);
}

function allocated<T>(library: Library, bytes: number, use: (pointer: number) => T): T {
  const pointer = library._malloc(Math.max(1, bytes));
  if (pointer === 0) throw new Error(`no memory for ${bytes} bytes`);
  try {
    return use(pointer);
  } finally {
    library._free(pointer);
  }
}

/** An object reference (H5R_OBJECT) is the address of the object header. */
function addressOf(library: Library, id: bigint, path: string): number {
  const reference = Uint8Array.from(library.create_object_reference(id, path)); // declared as one, given as an array
  const address = Number(new DataView(reference.buffer).getBigUint64(0, true));
  if (!Number.isSafeInteger(address)) throw new Error(`the dataset ${path} lies beyond the file`);
  return address;
}

function walk(library: Library, id: bigint, group: string, depth: number, found: string[]): string[] {
  for (const name of library.get_names(id, group, false)) {
    const path = group === '/' ? `/${name}` : `${group}/${name}`;
    const type = library.get_type(id, path);
    if (type === library.H5G_DATASET) found.push(path);
    if (found.length > maxObjects) throw new Error(`it has more than ${maxObjects} datasets`);
    // A group may contain itself.
    if (type === library.H5G_GROUP && depth < maxDepth) walk(library, id, path, depth + 1, found);
  }
  return found;
}

const text = 3;

/** An attribute `unit` or `units` that is one string. */
function unitOf(library: Library, id: bigint, path: string): string | undefined {
  const names = library.get_attribute_names(id, path);
  const name = ['unit', 'units'].find((one) => names.includes(one));
  if (name === undefined) return undefined;
  const { type, vlen, size, total_size: count, shape } = library.get_attribute_metadata(id, path, name);
  if (type !== text || count !== 1 || shape === null || size > maxUnit) return undefined;
  return allocated(library, size, (pointer) => {
    library.get_attribute_data(id, path, name, BigInt(pointer));
    const raw = library.HEAPU8.slice(pointer, pointer + size);
    if (!vlen) return Buffer.from(raw).toString('utf8').replace(/\0.*$/s, '');
    const value = library.UTF8ToString(new Uint32Array(raw.buffer)[0]!);
    library.reclaim_vlen_memory(id, path, name, BigInt(pointer));
    return value;
  });
}

/** Of the library's many lines about an error, the innermost reason. */
function reasonOf(error: unknown): Error {
  const lines = error instanceof Error ? error.message : String(error);
  const reasons = [...lines.matchAll(/ in \w+\(\): (.+)/g)].map(([, reason]) => reason!);
  return new Error(reasons.at(-1) ?? lines, { cause: error });
}
