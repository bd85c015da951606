// Codecs of compressed record batches for apache-arrow: LZ4 frames and Zstandard. Decoding only.
import { compressionRegistry, CompressionType } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decodeLz4Frame } from './lz4.ts';

/** Registers both in apache-arrow's registry, which is one per process; as often as you like. */
export function registerCodecs(): void {
  const codecs = {
    [CompressionType.LZ4_FRAME]: decodeLz4Frame,
    [CompressionType.ZSTD]: (bytes: Uint8Array) => unzstd(bytes),
  };
  for (const [type, decode] of Object.entries(codecs)) {
    const known = compressionRegistry.get(Number(type) as CompressionType);
    if (!known?.decode) compressionRegistry.set(Number(type) as CompressionType, { ...known, decode });
  }
}
