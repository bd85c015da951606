// A gzipped file inflated in a thread of its own: a stream of zlib in the thread that reads waits for it between pieces.
import { unpackedAhead } from './unpacking-thread.ts';

const work = `
const { createReadStream } = require('node:fs');
const { createGunzip } = require('node:zlib');

const unpack = () => new Promise((resolve, reject) => {
  const packed = createReadStream(workerData.file, { highWaterMark: 2 ** 17 });
  const stream = createGunzip({ chunkSize: 2 ** 17 });
  // as it comes, so that all that comes before damage is sent; a copy, because pieces share their memory
  stream.on('data', (plain) => send(new Uint8Array(plain)));
  stream.on('end', () => {
    packed.destroy();
    resolve();
  });
  stream.on('error', reject);
  packed.on('error', reject);
  packed.pipe(stream);
});
`;

/**
 * What a file holds, one member after the other, in pieces of up to 128 kB, of which a few are inflated ahead.
 *
 * @throws Error where the file is damaged, by which time all that comes before was given
 */
export const gunzipFile = (file: string): AsyncGenerator<Uint8Array, void, undefined> => unpackedAhead(work, { file });
