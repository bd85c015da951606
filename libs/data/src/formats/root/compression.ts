// Compression blocks of ROOT: zlib, zstd, LZ4 and LZMA behind nine bytes that say which, and both lengths. Source: R__unzip.
import { inflateSync } from 'node:zlib';
import { prepareZstd, unzstd } from '../zstd.ts';
import { decodeLz4Block } from '../arrow/lz4.ts';

const blockHeader = 9;

/**
 * The `length` bytes that are packed; anything else is an Error that calls them `what`.
 */
export async function unpack(packed: Uint8Array, length: number, what: string): Promise<Uint8Array> {
  let out: Uint8Array | undefined;
  let [from, to] = [0, 0];
  while (to < length) {
    const header = packed.subarray(from, from + blockHeader);
    if (header.length < blockHeader) throw new Error(`${what} ends early`);
    const sizeAt = (at: number): number => header[at]! | (header[at + 1]! << 8) | (header[at + 2]! << 16);
    const [size, full] = [sizeAt(3), sizeAt(6)];
    const block = packed.subarray(from + blockHeader, from + blockHeader + size);
    if (block.length < size || full === 0 || to + full > length)
      throw new Error(`a block of ${what} claims ${full} bytes`);
    const plain = await unpackBlock(String.fromCharCode(header[0]!, header[1]!), header, block, full);
    if (plain.length !== full) throw new Error(`a block of ${what} holds ${plain.length} bytes of ${full}`);
    if (full === length) return plain; // most have one block, which need not be copied
    out ??= new Uint8Array(length);
    out.set(plain, to);
    from += blockHeader + size;
    to += full;
  }
  return out ?? new Uint8Array(0);
}

async function unpackBlock(method: string, header: Uint8Array, block: Uint8Array, full: number): Promise<Uint8Array> {
  switch (method) {
    case 'ZL':
      return inflateSync(block, { maxOutputLength: full, chunkSize: full + 64 });
    case 'ZS':
      await prepareZstd();
      return unzstd(block, full);
    case 'L4': {
      // Eight bytes of checksum come first.
      const out = new Uint8Array(full);
      return out.subarray(0, decodeLz4Block(block.subarray(8), out, 0, full));
    }
    case 'XZ': {
      // jsroot wants the header too, and a byte more than it reads.
      const whole = new Uint8Array(blockHeader + block.length + 1);
      whole.set(header);
      whole.set(block, blockHeader);
      const { R__unzip } = await import('jsroot/io');
      const view = await R__unzip(new DataView(whole.buffer), full, true);
      if (!view) throw new Error('a block could not be decompressed');
      return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    }
    default:
      throw new Error(`a block is compressed by the unknown method ${JSON.stringify(method)}`);
  }
}
