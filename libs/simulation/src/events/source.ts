// The bytes of a file, decompressed as its first bytes ask (gzip, zstd, or neither), a piece at a time.
import { gunzipFile } from '@jetdemon/data/gunzip';
import { checkWindow, unzstdFile, zstdStream } from '@jetdemon/data/zstd';
import { InputError } from '@jetdemon/workflow';
import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Transform } from 'node:stream';

const piece = 2 ** 18;

/**
 * The contents of `file`, each piece until the next one is asked for; memory does not grow with the file.
 *
 * @throws InputError when the file cannot be read, Damaged when its compression is; what came before was given
 */
export async function* contentsOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await orUnreadable(file, () => open(file));
  try {
    const header = Buffer.alloc(6);
    await orUnreadable(file, () => handle.read(header, 0, 6, 0));
    if (header.readUInt16LE() === 0x8b1f) yield* orDamaged('gzip', gunzipFile(file));
    else if (header.readUInt32LE() === 0xfd2fb528) yield* unzstd(header, handle, file);
    else yield* piecesOf(handle);
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

/** In one buffer: who reads a file from start to end finds that the system has read ahead. */
function* piecesOf(handle: FileHandle): Generator<Uint8Array, void, undefined> {
  const buffer = new Uint8Array(piece);
  for (let position = 0; ;) {
    const bytesRead = readSync(handle.fd, buffer, 0, piece, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Compressed data that cannot be read any further. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

const damaged = (compression: string, error: unknown): Damaged =>
  new Damaged(`expected whole ${compression} data, found damage: ${(error as Error).message}`);

/** Compressed bytes at a time, so that even the densest give few at once. */
const slice = 2 ** 17;

/** In flowing mode, one slice after the other, so that all that comes before damage is given, whatever the timing. */
async function* through(
  stream: Transform,
  handle: FileHandle,
  compression: string,
): AsyncGenerator<Uint8Array, void, undefined> {
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
    for (const bytes of piecesOf(handle)) {
      for (let at = 0; at < bytes.length && !failure && !ended; at += slice) {
        const written = settled((done) => stream.write(bytes.subarray(at, at + slice), done));
        yield* ready.splice(0); // what came of the slice before, while this one is in work
        await written;
      }
      if (failure || ended) break;
    }
    if (!failure && !ended) await settled(() => stream.end());
    yield* ready.splice(0);
    if (failure) throw damaged(compression, failure);
  } finally {
    stream.destroy();
  }
}

async function* unzstd(
  header: Uint8Array,
  handle: FileHandle,
  file: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    checkWindow(header);
  } catch (error) {
    throw damaged('zstd', error);
  }
  const stream = zstdStream(piece);
  if (stream) return yield* through(stream, handle, 'zstd');
  yield* orDamaged('zstd', unzstdFile(file));
}

/** What a thread unpacks; its errors are damage. */
async function* orDamaged(
  compression: string,
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      const next = await pieces.next().catch((error: unknown) => {
        throw damaged(compression, error);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await pieces.return();
  }
}
