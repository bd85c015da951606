// The bytes of a file, decompressed as its first bytes ask (gzip, zstd, or neither), a piece at a time.
import { InputError } from '@jetdemon/workflow';
import { Decompress } from 'fzstd';
import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const piece = 2 ** 20;

/** The largest window that a zstd file may ask for; its own program takes no larger one by default. */
const largestWindow = 2 ** 27;

/**
 * The contents of `file`, each piece until the next one is asked for; memory does not grow with the file.
 *
 * @throws InputError when the file cannot be read, Damaged when its compression is; what came before was given
 */
export async function* contentsOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await orUnreadable(file, () => open(file));
  try {
    const magic = Buffer.alloc(4);
    await orUnreadable(file, () => handle.read(magic, 0, 4, 0));
    const pieces = piecesOf(handle);
    if (magic.readUInt16LE() === 0x8b1f) yield* gunzip(pieces);
    else if (magic.readUInt32LE() === 0xfd2fb528) yield* unzstd(pieces);
    else yield* pieces;
  } finally {
    await handle.close();
  }
}

async function orUnreadable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const found = { ENOENT: 'none', EISDIR: 'a folder' }[code ?? ''] ?? message;
    throw InputError.at({ file }, `expected a readable file, found ${found}`);
  }
}

/** In two buffers by turns: while one piece is looked at, the next one is read. */
async function* piecesOf(handle: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
  let [now, later] = [new Uint8Array(piece), new Uint8Array(piece)];
  let position = 0;
  const read = (into: Uint8Array) => {
    const reading = handle.read(into, 0, piece, position);
    reading.catch(() => {}); // what fails is thrown when it is asked for
    return reading;
  };
  let reading = read(now);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      position += bytesRead;
      reading = read(later);
      yield now.subarray(0, bytesRead);
      [now, later] = [later, now];
    }
  } finally {
    await reading.catch(() => {}); // before the file is closed
  }
}

/** Compressed data that cannot be read any further. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

const damaged = (compression: string, error: unknown): Damaged =>
  new Damaged(`expected whole ${compression} data, found damage: ${(error as Error).message}`);

/** Compressed bytes at a time, so that even the densest give few at once. */
const slice = 2 ** 16;

/** In flowing mode, one slice after the other, so that all that comes before damage is given, whatever the timing. */
async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createGunzip({ chunkSize: piece });
  const ready: Buffer[] = [];
  let failure: unknown;
  let ended = false;
  let settle = (): void => undefined;
  stream.on('data', (bytes: Buffer) => void ready.push(bytes));
  stream.on('error', (error) => {
    failure ??= error;
    settle();
  });
  stream.on('end', () => {
    ended = true;
    settle();
  });
  // A write is not acknowledged where the data end before it does: zeros may follow, which are not looked at.
  const settled = (act: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      settle = resolve;
      act(resolve);
    });
  try {
    for await (const bytes of pieces) {
      for (let at = 0; at < bytes.length && !failure && !ended; at += slice) {
        const written = settled((done) => stream.write(bytes.subarray(at, at + slice), done));
        yield* ready.splice(0); // what came of the slice before, while this one is in work
        await written;
      }
      if (failure || ended) break;
    }
    if (!failure && !ended) await settled(() => stream.end());
    yield* ready.splice(0);
    if (failure) throw damaged('gzip', failure);
  } finally {
    stream.destroy();
  }
}

async function* unzstd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  const stream = new Decompress((bytes) => void ready.push(bytes));
  let first = true;
  const push = (bytes: Uint8Array, last: boolean): unknown => {
    try {
      if (first && bytes.length > 5) checkWindow(bytes);
      first = false;
      stream.push(bytes, last);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  for await (const bytes of pieces) {
    // It keeps what it cannot use yet.
    const failure = push(bytes.slice(), false);
    yield* ready.splice(0);
    if (failure) throw damaged('zstd', failure);
  }
  const failure = push(new Uint8Array(0), true);
  yield* ready.splice(0);
  if (failure) throw damaged('zstd', failure);
}

/** Refuses a window that would take much memory: bits of the frame header, RFC 8878 §3.1.1.1. */
function checkWindow(header: Uint8Array): void {
  const isSingleSegment = (header[4]! & 32) !== 0;
  if (isSingleSegment) return;
  const exponent = 10 + (header[5]! >> 3);
  const window = 2 ** exponent * (1 + (header[5]! & 7) / 8);
  if (window > largestWindow) throw new Error(`a window of ${window} bytes, more than ${largestWindow}`);
}
