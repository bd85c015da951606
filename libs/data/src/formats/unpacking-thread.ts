// A file unpacked in a thread of its own, some pieces ahead of who reads them.
import { Worker } from 'node:worker_threads';

/** Pieces that may wait to be asked for. */
const waiting = 8;

/** What comes first in the thread: `send` takes an array whose memory is its own and waits while enough are on their way. */
const frame = `
const { parentPort, workerData } = require('node:worker_threads');
let sent = 0;
function send(plain) {
  const { taken, waiting } = workerData;
  for (let done; sent - (done = Atomics.load(taken, 0)) >= waiting; ) Atomics.wait(taken, 0, done);
  parentPort.postMessage(plain, [plain.buffer]);
  sent++;
}
`;
const ending = `
unpack().then(() => parentPort.postMessage(null), (error) => parentPort.postMessage(error.message));
`;

/**
 * What the thread sends, piece by piece.
 *
 * @param work text, since emitted code is one file: a function `unpack` of `workerData`, which calls `send`
 * @throws Error with the message of what `unpack` threw, by which time all that it sent was given
 */
export async function* unpackedAhead(work: string, data: object): AsyncGenerator<Uint8Array, void, undefined> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { ...data, taken, waiting };
  const worker = new Worker(frame + work + ending, { eval: true, execArgv: [], workerData });
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
