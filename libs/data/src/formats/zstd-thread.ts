// A file of Zstandard unpacked by WebAssembly in a thread of its own, for a Node without a sound decoder.
import { Worker } from 'node:worker_threads';

/** Pieces that may wait to be asked for. */
const waiting = 8;

/** What the thread does: it is given as text, since emitted code is one file. */
const work = `
const { parentPort, workerData: { file, decoder, taken, waiting } } = require('node:worker_threads');
const { closeSync, openSync, readSync } = require('node:fs');

let left = 0;
function* packed() {
  const handle = openSync(file);
  try {
    const buffer = new Uint8Array(2 ** 18);
    while ((left = readSync(handle, buffer)) > 0) yield buffer.subarray(0, left);
  } finally {
    closeSync(handle);
  }
}

async function unpack() {
  const zstd = new (await import(decoder)).ZSTDDecoder();
  await zstd.init();
  let sent = 0;
  for (const plain of zstd.decodeStreaming(packed())) {
    // each time that nothing comes at least one byte was used up, or the decoder makes no way
    if (plain.length === 0 && --left < 0) throw new Error('expected a frame of Zstandard, found other bytes');
    if (plain.length === 0) continue;
    for (let done; sent - (done = Atomics.load(taken, 0)) >= waiting; ) Atomics.wait(taken, 0, done);
    parentPort.postMessage(plain, [plain.buffer]);
    sent++;
  }
}
unpack().then(() => parentPort.postMessage(null), (error) => parentPort.postMessage(error.message));
`;

/**
 * What a file holds, one frame after the other, in pieces of up to 128 kB, of which a few are unpacked ahead.
 *
 * @param decoder module that exports `ZSTDDecoder` as zstddec does
 * @throws Error where the file is damaged, by which time all that comes before was given
 */
export async function* unzstdFile(
  file: string,
  decoder = import.meta.resolve('zstddec/stream'),
): AsyncGenerator<Uint8Array, void, undefined> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(work, { eval: true, execArgv: [], workerData: { file, decoder, taken, waiting } });
  /** Pieces, null after the last one, or the message of an error. */
  const arrived: (Uint8Array | null | string)[] = [];
  let wake = (): void => undefined;
  const take = (one: Uint8Array | null | string): void => {
    arrived.push(one);
    wake();
  };
  worker.on('message', take);
  worker.on('error', ({ message }) => take(message));
  try {
    for (;;) {
      if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const next = arrived.shift();
      if (typeof next === 'string') throw new Error(next);
      if (!next) return;
      yield next;
      Atomics.add(taken, 0, 1);
      Atomics.notify(taken, 0);
    }
  } finally {
    await worker.terminate();
  }
}
