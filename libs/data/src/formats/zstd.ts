// Zstandard: Node's own decoder where it has one that is sound (24 and later), elsewhere zstddec's WebAssembly.
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { ZSTDDecoder } from 'zstddec/stream';

export { unzstdFile } from './zstd-thread.ts';

/** Undeclared in the types of older versions. */
interface Native {
  readonly zstdDecompressSync?: (packed: Uint8Array, options?: { readonly maxOutputLength: number }) => Uint8Array;
  readonly createZstdDecompress?: (options: { readonly chunkSize: number }) => Transform;
}

const native = soundOf(zlib as Native);
const decoder = new ZSTDDecoder();

/** Node 22 stops after the first of several frames and takes a frame that was cut for a whole one, both without an error. */
function soundOf({ zstdDecompressSync, createZstdDecompress }: Native): Required<Native> | undefined {
  if (!zstdDecompressSync || !createZstdDecompress) return undefined;
  /** A frame of one byte that is not compressed, RFC 8878 §3.1.1. */
  const frame = (byte: number) => [0x28, 0xb5, 0x2f, 0xfd, 0, 0x50, 9, 0, 0, byte];
  const unpack = (...bytes: number[]) => {
    try {
      return zstdDecompressSync(Uint8Array.from(bytes)).join();
    } catch {
      return undefined;
    }
  };
  const isSound = unpack(...frame(1), ...frame(2)) === '1,2' && unpack(...frame(1).slice(0, -1)) === undefined;
  return isSound ? { zstdDecompressSync, createZstdDecompress } : undefined;
}

/** To be awaited before `unzstd` is called. */
export async function prepareZstd(): Promise<void> {
  await decoder.init();
}

/** The `length` bytes that are packed; anything else is an Error. */
export function unzstd(packed: Uint8Array, length: number): Uint8Array {
  if (length === 0) return new Uint8Array(0);
  const plain = native
    ? native.zstdDecompressSync(packed, { maxOutputLength: length })
    : decoder.decode(packed, length);
  if (plain.length !== length) throw new Error(`a block of Zstandard holds other than ${length} bytes`);
  return plain;
}

/** Node's own decoder as a stream, which works beside this thread; undefined where there is none that is sound. */
export const zstdStream = (chunkSize: number): Transform | undefined => native?.createZstdDecompress({ chunkSize });

/** The largest window that a file may ask for; zstd's own program takes no larger one by default. */
const largestWindow = 2 ** 27;

/** Refuses a window that would take much memory: the first six bytes of a frame, RFC 8878 §3.1.1.1. */
export function checkWindow(header: Uint8Array, largest = largestWindow): void {
  const isSingleSegment = (header[4]! & 32) !== 0;
  if (isSingleSegment) return;
  const exponent = 10 + (header[5]! >> 3);
  const window = 2 ** exponent * (1 + (header[5]! & 7) / 8);
  if (window > largest) throw new Error(`a window of ${window} bytes, more than ${largest}`);
}
