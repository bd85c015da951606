// One copy on disk of a large file that a result and Nx's cache both hold: the second becomes a hard link to the first.
import fs from 'node:fs';
import path from 'node:path';
import { digestOfFile, filesOf } from './checksums.ts';

/** Smaller files are not worth a look [bytes]. */
const LARGE = 16 * 2 ** 20;

/**
 * Links the large files of a node's folder into the entry of Nx's cache that holds the same.
 *
 * @param cached the same folder in the cache; what is missing or differs there stays as it is
 * @returns the bytes that are no longer there twice
 */
export function shareWithCache(folder: string, cached: string): number {
  if (!fs.existsSync(folder) || !fs.existsSync(cached)) return 0;
  let saved = 0;
  for (const name of filesOf(folder)) {
    const [file, copy] = [path.join(folder, name), path.join(cached, name)];
    const [size, other] = [fs.statSync(file), fs.statSync(copy, { throwIfNoEntry: false })];
    if (size.size < LARGE || other?.size !== size.size || (other.ino === size.ino && other.dev === size.dev)) continue;
    if (digestOfFile(file) !== digestOfFile(copy)) continue;
    const link = `${copy}.link`;
    try {
      fs.rmSync(link, { force: true });
      fs.linkSync(file, link);
      fs.renameSync(link, copy);
      saved += size.size;
    } catch {
      fs.rmSync(link, { force: true }); // another file system, or one without links
    }
  }
  return saved;
}
