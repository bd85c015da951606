// Zstandard: Node's own decoder where it has one (22.15 and later), elsewhere zstddec's WebAssembly.
import zlib from 'node:zlib';
import { ZSTDDecoder } from 'zstddec';

type Decompress = (packed: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/** Undeclared in the types of older versions. */
const native = (zlib as { readonly zstdDecompressSync?: Decompress }).zstdDecompressSync;
const decoder = new ZSTDDecoder();

/** To be awaited before `unzstd` is called. */
export async function prepareZstd(): Promise<void> {
  if (!native) await decoder.init();
}

/** The `length` bytes that are packed; anything else is an Error. */
export function unzstd(packed: Uint8Array, length: number): Uint8Array {
  if (length === 0) return new Uint8Array(0);
  const plain = native ? native(packed, { maxOutputLength: length }) : decoder.decode(packed, length);
  if (plain.length !== length) throw new Error(`a block of Zstandard holds other than ${length} bytes`);
  return plain;
}
