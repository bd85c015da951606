// Where a node is computed, and how its result gets into the store: durably, by renames, so that whatever the moment of a
// crash or a power cut there is the old result, the new one, or one that is seen to be damaged.
import fs from 'node:fs';
import path from 'node:path';
import { InputError } from '@jetdemon/workflow';
import { digestOfFolder, filesOf, listingOf, LISTING, oddityIn } from '@jetdemon/workflow/checksums';
import { META, textOfMeta, type Meta } from '../results/meta.ts';
import { disk, makeDurably, makeWay, relink, type Disk } from './disk.ts';
import {
  damageIn,
  keyFolder,
  keysFolder,
  linkTo,
  resultFolder,
  resultsFolder,
  workFolder,
  type Store,
} from './store.ts';

export interface Workspace {
  /** Linked inputs. */
  readonly inputs: string;
  /** What becomes the result. */
  readonly output: string;
  publish(provenance: Omit<Meta, 'result'>): Meta;
  discard(): void;
}

/** A clean temporary folder in the store, so that a rename brings it to its place; for the holder of the key's lock. */
export function openWorkspace(store: Store, key: string, on: Disk = disk): Workspace {
  const folder = workFolder(store, key);
  const output = path.join(folder, 'result');
  const discard = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  makeWay(store.folder, folder, 'folder');
  discard(); // what a killed run left
  fs.mkdirSync(path.join(folder, 'inputs'), { recursive: true });
  fs.mkdirSync(output);
  return {
    inputs: path.join(folder, 'inputs'),
    output,
    discard,
    publish(provenance) {
      const result = publishContents(store, output, path.join(folder, 'damaged'), on);
      const meta = { ...provenance, result };
      publishKey(store, meta, on);
      discard();
      return meta;
    },
  };
}

/** Moves a folder to its place among the contents, unless the same is there undamaged; its digest. */
export function publishContents(store: Store, folder: string, aside: string, on: Disk = disk): string {
  const odd = oddityIn(folder);
  if (odd !== undefined)
    throw new InputError(`expected files alone in the result, found a link, a pipe or a device: ${odd}`);
  const files = filesOf(folder);
  if (files.length === 0) throw new Error('internal: a result without files');
  on.write(path.join(folder, LISTING), listingOf(folder, files));
  [...files, LISTING].forEach((name) => on.syncFile(path.join(folder, name)));
  foldersOf(folder, files).forEach((inner) => on.syncFolder(inner));
  const digest = digestOfFolder(folder)!;
  const target = resultFolder(store, digest);
  makeWay(store.folder, resultsFolder(store), 'folder');
  makeDurably(on, resultsFolder(store));
  if (fs.lstatSync(target, { throwIfNoEntry: false })) {
    if (damageIn(store, digest) === undefined) return digest;
    on.rename(target, aside);
    on.syncFolder(path.dirname(aside));
  }
  try {
    on.rename(folder, target);
  } catch (error) {
    if (damageIn(store, digest) !== undefined) throw error; // else another key has the same contents since just now
  }
  on.syncFolder(resultsFolder(store));
  return digest;
}

/** Records which contents a key has, over what was recorded before. */
export function publishKey(store: Store, meta: Meta, on: Disk = disk): void {
  const entry = keyFolder(store, meta.key);
  makeWay(store.folder, keysFolder(store), 'folder');
  makeDurably(on, keysFolder(store));
  const file = path.join(entry, META);
  const fresh = path.join(entry, `.${META}`);
  clearAway(entry, false);
  on.makeFolder(entry);
  [file, fresh].forEach((one) => clearAway(one, true));
  on.write(fresh, textOfMeta(meta));
  on.syncFile(fresh);
  on.rename(fresh, file);
  relink(on, linkTo(meta.result), path.join(entry, 'result'));
  on.syncFolder(entry);
  on.syncFolder(keysFolder(store));
}

/** Removes what a damaged disk may have left: a folder, or anything but one. */
function clearAway(place: string, folder: boolean): void {
  if (fs.lstatSync(place, { throwIfNoEntry: false })?.isDirectory() === folder) fs.rmSync(place, { recursive: true });
}

/** Every folder below, deepest first, and the folder itself. */
function foldersOf(folder: string, files: readonly string[]): string[] {
  const found = new Set([folder]);
  for (const file of files)
    for (let at = path.dirname(path.join(folder, file)); at !== folder; at = path.dirname(at)) found.add(at);
  return [...found].sort((a, b) => b.length - a.length);
}
