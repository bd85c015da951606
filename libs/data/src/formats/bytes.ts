// Ranges of a file's bytes, so that no reader needs the whole of a large one in memory.
import { InputError } from '@jetdemon/workflow';
import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { damaged } from './damage.ts';

export interface FileBytes {
  readonly size: number;
  /** Bytes `start` to `end` in memory of their own; a range beyond the file is damage. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** @param kind what damage calls the file: 'Parquet' */
export async function openBytes(file: string, kind: string): Promise<FileBytes> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw InputError.at({ file }, `expected a readable file, found ${error.code ?? error.message}`);
  });
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw InputError.at({ file }, 'expected a file, found something else: a folder?');
  }
  const { size } = stat;
  return {
    size,
    async read(start, end) {
      if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end && end <= size)) {
        throw damaged(file, kind, `it points to bytes ${start} to ${end} of ${size}`);
      }
      const bytes = new Uint8Array(end - start);
      let filled = 0;
      while (filled < bytes.length) {
        // without a thread in between, which costs more than the copy from the system's cache
        const bytesRead = readSync(handle.fd, bytes, filled, Math.min(bytes.length - filled, 1 << 30), start + filled);
        if (bytesRead === 0) throw damaged(file, kind, 'it became shorter while it was read');
        filled += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}
