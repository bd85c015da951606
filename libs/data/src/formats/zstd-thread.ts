// A file of Zstandard unpacked by WebAssembly in a thread of its own, for a Node without a sound decoder.
import { unpackedAhead } from './unpacking-thread.ts';

const work = `
const { closeSync, openSync, readSync } = require('node:fs');

let left = 0;
function* packed() {
  const handle = openSync(workerData.file);
  try {
    const buffer = new Uint8Array(2 ** 18);
    while ((left = readSync(handle, buffer)) > 0) yield buffer.subarray(0, left);
  } finally {
    closeSync(handle);
  }
}

async function unpack() {
  const zstd = new (await import(workerData.decoder)).ZSTDDecoder();
  await zstd.init();
  for (const plain of zstd.decodeStreaming(packed())) {
    // each time that nothing comes at least one byte was used up, or the decoder makes no way
    if (plain.length === 0 && --left < 0) throw new Error('expected a frame of Zstandard, found other bytes');
    if (plain.length > 0) send(plain);
  }
}
`;

/**
 * What a file holds, one frame after the other, in pieces of up to 128 kB, of which a few are unpacked ahead.
 *
 * @param decoder module that exports `ZSTDDecoder` as zstddec does
 * @throws Error where the file is damaged, by which time all that comes before was given
 */
export const unzstdFile = (
  file: string,
  decoder = import.meta.resolve('zstddec/stream'),
): AsyncGenerator<Uint8Array, void, undefined> => unpackedAhead(work, { file, decoder });
