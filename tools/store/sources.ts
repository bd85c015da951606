// Source files behind the emitted code of a task, by its digest: what `explain` and `diff` compare. Not part of any key.
import fs from 'node:fs';
import path from 'node:path';
import type { Emitted } from '../bundle/bundle.mjs';
import type { Sources } from '../catalogue/changes.ts';
import { entryAt, makeRoom } from './disk.ts';
import type { Store } from './store.ts';

const fileOf = ({ folder }: Store, code: string) => path.join(folder, 'sources', `${code}.json`);

/** Records the sources of code that may be run now. */
export function recordSources(store: Store, code: ReadonlyMap<string, Emitted>): void {
  for (const { digest, sources } of code.values()) {
    const file = fileOf(store, digest);
    if (entryAt(file)?.isFile()) continue;
    makeRoom(store.folder, file);
    fs.writeFileSync(`${file}~${process.pid}`, JSON.stringify(sources));
    fs.renameSync(`${file}~${process.pid}`, file);
  }
}

/** Undefined for code that was never run by a command, or whose record is damaged. */
export function sourcesOf(store: Store, code: string): Sources | undefined {
  try {
    return JSON.parse(fs.readFileSync(fileOf(store, code), 'utf8')) as Sources;
  } catch {
    return undefined;
  }
}
