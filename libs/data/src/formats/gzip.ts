// A file that is gzipped as a whole, inflated into a temporary folder for as long as it is open.
import { InputError } from '@jetdemon/workflow';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { damaged } from './damage.ts';
import type { OpenFile } from './format.ts';

/** What `open` makes of the inflated file; its errors name `file`, and closing it removes the inflated one. */
export async function inflated(file: string, open: (inflated: string) => Promise<OpenFile>): Promise<OpenFile> {
  const folder = await mkdtemp(join(tmpdir(), 'jetdemon-gzip-'));
  const inside = join(folder, basename(file).replace(/\.gz$/, '') || 'file');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const named = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof InputError ? new InputError(error.message.replaceAll(inside, file)) : error;
    }
  };
  try {
    await pipeline(createReadStream(file), createGunzip(), createWriteStream(inside)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code?.startsWith('Z_')) throw damaged(file, 'gzip', `it could not be inflated (${error.message})`);
        throw InputError.at({ file }, `expected room to inflate it, found ${error.code ?? error.message}`);
      },
    );
    const opened = await named(() => open(inside));
    return {
      ...opened,
      read: (...asked) => named(() => opened.read(...asked)),
      close: () => named(() => opened.close()).finally(remove),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
