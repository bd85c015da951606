// File operations of publishing, durable ones among them: a seam, so that a test can record them and lose the unsynced.
import fs from 'node:fs';
import path from 'node:path';

export interface Disk {
  /** Makes a folder and those above it. */
  makeFolder(folder: string): void;
  /** Writes a whole file; not there for certain before it and its folder are synced. */
  write(file: string, text: string): void;
  /** A symbolic link to a folder; a junction where the system has none. */
  link(target: string, file: string): void;
  rename(from: string, to: string): void;
  /** Brings the contents of a file to the disk. */
  syncFile(file: string): void;
  /** Brings the names in a folder to the disk. */
  syncFolder(folder: string): void;
}

/** What file systems answer that cannot sync this sort of thing; there is nothing better to do then. */
const CANNOT = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

export const disk: Disk = {
  makeFolder: (folder) => void fs.mkdirSync(folder, { recursive: true }),
  write: (file, text) => fs.writeFileSync(file, text),
  link: (target, file) => fs.symlinkSync(target, file, 'junction'),
  rename: (from, to) => fs.renameSync(from, to),
  syncFile: (file) => sync(file, 'r+'),
  syncFolder(folder) {
    if (process.platform !== 'win32') sync(folder, 'r'); // Windows opens no folders
  },
};

function sync(file: string, mode: string): void {
  const handle = fs.openSync(file, mode);
  try {
    fs.fsyncSync(handle);
  } catch (error) {
    if (!CANNOT.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    fs.closeSync(handle);
  }
}

/** Makes a folder whose name is on the disk when this returns. */
export function makeDurably(on: Disk, folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !fs.existsSync(at); at = path.dirname(at)) missing.push(at);
  on.makeFolder(folder);
  missing.forEach((made) => on.syncFolder(path.dirname(made)));
}

/** What lies at a path, links followed; undefined where nothing does. */
export function entryAt(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file);
  } catch {
    return undefined; // nothing, a link to nowhere, a file in the place of a folder above it
  }
}

/**
 * Makes way for a file or a folder below `within`: removes what a damaged disk left where a folder above it has to be, or in
 * its own place and not of its sort.
 */
export function makeWay(within: string, to: string, sort: 'file' | 'folder'): void {
  const parts = path.relative(within, to).split(path.sep);
  for (let depth = 1; depth <= parts.length; depth++) {
    const at = path.join(within, ...parts.slice(0, depth));
    if (!fs.lstatSync(at, { throwIfNoEntry: false })) break;
    const asFile = depth === parts.length && sort === 'file';
    if (asFile ? fs.lstatSync(at).isFile() : entryAt(at)?.isDirectory()) continue;
    fs.rmSync(at, { recursive: true, force: true });
    break;
  }
}

/** The same, with the folders above it made. */
export function makeRoom(within: string, file: string): void {
  makeWay(within, file, 'file');
  fs.mkdirSync(path.dirname(file), { recursive: true });
}

/** Puts a symbolic link in the place of whatever is there, in one step where the system can. */
export function relink(on: Disk, target: string, file: string): void {
  const fresh = path.join(path.dirname(file), `.${path.basename(file)}~${process.pid}`);
  fs.rmSync(fresh, { recursive: true, force: true });
  on.link(target, fresh);
  try {
    on.rename(fresh, file);
  } catch (error) {
    if (!['EISDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    fs.rmSync(file, { recursive: true, force: true }); // a folder of an earlier version; on Windows any
    on.rename(fresh, file);
  }
}
