// The HDF5 files of Keras, read whole from memory by the HDF5 C library (h5wasm): groups, attributes of text, arrays of numbers.
// An instance of the library that has thrown may leak what it had open; only those that never threw serve again.
import type { ready } from 'h5wasm';
import { KerasError } from './errors.ts';
import { ModelError, shown } from '../errors.ts';

export interface Hdf5Group {
  /** Attributes of text, alone or in a list; others are left out. */
  readonly attributes: ReadonlyMap<string, string | readonly string[]>;
  readonly groups: ReadonlyMap<string, Hdf5Group>;
  readonly arrays: ReadonlyMap<string, Hdf5Array>;
}

/** Values in row-major order; integers beyond 2^53 are refused. */
export interface Hdf5Array {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array;
}

type Library = Awaited<typeof ready>;

const [maxDepth, maxObjects, maxBytes, maxText] = [32, 20_000, 2 ** 31, 2 ** 26];
const file = '/model.h5';

const idle: Library[] = [];
let firstIsTaken = false;

async function instance(): Promise<Library> {
  const before = idle.pop();
  if (before) return before;
  if (!firstIsTaken) {
    firstIsTaken = true;
    return (await import('h5wasm')).ready; // compiled where a file of HDF5 is read, not by every node that scores
  }
  // The package makes one instance; its factory lies beside it.
  const factory = new URL('./hdf5_util.js', import.meta.resolve('h5wasm')).href;
  const module = (await import(/* @vite-ignore */ factory)) as { default: (options: object) => Promise<Library> };
  return module.default({ noInitialRun: true });
}

/** @throws KerasError for bytes that are no whole HDF5 file */
export async function readHdf5(bytes: Uint8Array): Promise<Hdf5Group> {
  const library = await instance();
  library.activate_throwing_error_handler();
  library.FS.writeFile(file, bytes);
  let sound = false;
  try {
    const id = library.open(file, library.H5F_ACC_RDONLY, false, -1, -1);
    const root = new Reader(library, id).group('/', 0);
    library.close_file(id);
    sound = true;
    return root;
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new KerasError(
      `expected a whole HDF5 file, but it could not be decoded (${reasonOf(error)})`,
      {},
      { cause: error },
    );
  } finally {
    library.FS.unlink(file);
    if (sound) idle.push(library);
  }
}

class Reader {
  private objects = 0;
  private bytes = 0;

  constructor(
    private readonly library: Library,
    private readonly id: bigint,
  ) {}

  group(path: string, depth: number): Hdf5Group {
    const { library, id } = this;
    if (depth > maxDepth) throw new KerasError(`expected at most ${maxDepth} groups inside each other`);
    const attributes = new Map<string, string | readonly string[]>();
    for (const name of library.get_attribute_names(id, path)) {
      const text = this.text(path, name);
      if (text !== undefined) attributes.set(name, text);
    }
    const groups = new Map<string, Hdf5Group>();
    const arrays = new Map<string, Hdf5Array>();
    for (const name of library.get_names(id, path, false)) {
      if (++this.objects > maxObjects) throw new KerasError(`expected at most ${maxObjects} objects in an HDF5 file`);
      const inner = path === '/' ? `/${name}` : `${path}/${name}`;
      const type = library.get_type(id, inner);
      if (type === library.H5G_GROUP) groups.set(name, this.group(inner, depth + 1));
      if (type === library.H5G_DATASET) {
        const array = this.array(inner);
        if (array) arrays.set(name, array);
      }
    }
    return { attributes, groups, arrays };
  }

  /** The numbers of a dataset; undefined for one of text or compounds. */
  private array(path: string): Hdf5Array | undefined {
    const { library, id } = this;
    const { type, size, shape, signed, littleEndian } = library.get_dataset_metadata(id, path);
    const [integer, float] = [0, 1];
    if (shape === null || (type !== integer && type !== float)) return undefined;
    const count = shape.reduce((product, extent) => product * extent, 1);
    this.bytes += count * 8;
    if (!(this.bytes <= maxBytes)) throw new KerasError(`expected at most ${maxBytes} bytes of numbers`);
    return this.allocated(count * size, (pointer) => {
      library.get_dataset_data(id, path, null, null, null, BigInt(pointer));
      const view = new DataView(library.HEAPU8.slice(pointer, pointer + count * size).buffer);
      const read = readerOf(type === float, size, signed, littleEndian, path);
      const data = type === float && size === 4 ? new Float32Array(count) : new Float64Array(count);
      for (let at = 0; at < count; at++) data[at] = read(view, at * size);
      return { shape, data };
    });
  }

  private text(path: string, name: string): string | readonly string[] | undefined {
    const { library, id } = this;
    const { type, vlen, size, shape, total_size: count } = library.get_attribute_metadata(id, path, name);
    const textType = 3;
    if (type !== textType || shape === null) return undefined;
    if (!(count * size <= maxText)) throw new KerasError(`expected at most ${maxText} bytes of text in ${shown(name)}`);
    const texts = this.allocated(count * size, (pointer) => {
      library.get_attribute_data(id, path, name, BigInt(pointer));
      const raw = library.HEAPU8.slice(pointer, pointer + count * size);
      if (!vlen)
        return Array.from({ length: count }, (_, at) =>
          Buffer.from(raw.subarray(at * size, (at + 1) * size))
            .toString('utf8')
            .replace(/\0.*$/s, ''),
        );
      const found = Array.from(new Uint32Array(raw.buffer), (at) => (at === 0 ? '' : library.UTF8ToString(at)));
      library.reclaim_vlen_memory(id, path, name, BigInt(pointer));
      return found;
    });
    return shape.length === 0 ? texts[0]! : texts;
  }

  private allocated<T>(bytes: number, use: (pointer: number) => T): T {
    const pointer = this.library._malloc(Math.max(1, bytes));
    if (pointer === 0) throw new KerasError(`no memory for ${bytes} bytes`);
    try {
      return use(pointer);
    } finally {
      this.library._free(pointer);
    }
  }
}

type Read = (view: DataView, at: number) => number;

function readerOf(float: boolean, size: number, signed: boolean, little: boolean, path: string): Read {
  if (float && size === 4) return (view, at) => view.getFloat32(at, little);
  if (float && size === 8) return (view, at) => view.getFloat64(at, little);
  if (!float && size === 1) return (view, at) => (signed ? view.getInt8(at) : view.getUint8(at));
  if (!float && size === 4) return (view, at) => (signed ? view.getInt32(at, little) : view.getUint32(at, little));
  if (!float && size === 8)
    return (view, at) => {
      const value = Number(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
      if (!Number.isSafeInteger(value)) throw new KerasError(`${shown(path)}: expected integers below 2^53`);
      return value;
    };
  throw new KerasError(`${shown(path)}: expected numbers of 32 or 64 bits, found ${8 * size} bits; save the weights in float32`); // prettier-ignore
}

/** Of the library's many lines about an error, the innermost reason. */
function reasonOf(error: unknown): string {
  const lines = error instanceof Error ? error.message : String(error);
  const reasons = [...lines.matchAll(/ in \w+\(\): (.+)/g)].map(([, reason]) => reason!);
  return (reasons.at(-1) ?? lines).split('\n')[0]!.slice(0, 200);
}
