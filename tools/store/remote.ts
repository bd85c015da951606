// Files that lie elsewhere, as shared results do: what can be asked of such a place, and a folder as one.
import fs from 'node:fs';
import path from 'node:path';

/** Neither yes nor no. */
export class OutOfReach extends Error {}

export interface Remote {
  readonly name: string;
  /** Copies a file from there; false where there is none. @throws OutOfReach */
  get(name: string, to: string): Promise<boolean>;
  /** Copies a file there, whole or not at all. @throws OutOfReach */
  put(name: string, from: string): Promise<void>;
}

/** A folder, of a network file system, say. */
export function folderRemote(folder: string): Remote {
  const reach = () => {
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new OutOfReach('there is no such folder');
  };
  return {
    name: folder,
    async get(name, to) {
      reach();
      try {
        await fs.promises.copyFile(path.join(folder, name), to);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw new OutOfReach((error as Error).message);
      }
    },
    async put(name, from) {
      reach();
      const file = path.join(folder, name);
      const part = `${file}~${process.pid}`;
      try {
        await fs.promises.mkdir(path.dirname(file), { recursive: true });
        await fs.promises.copyFile(from, part);
        await fs.promises.rename(part, file);
      } catch (error) {
        throw new OutOfReach((error as Error).message);
      }
    },
  };
}
