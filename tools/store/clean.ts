// Removal from the store of what nothing names any more, as a plan first: results, checkpoints, what killed runs left.
import fs from 'node:fs';
import path from 'node:path';
import { readMeta } from '../results/meta.ts';
import { acquireLock, holderOf } from '../runner/lock.ts';
import { entryAt } from './disk.ts';
import { logsFolder } from './logs.ts';
import {
  keyFolder,
  keysFolder,
  lockOfKey,
  namesIn,
  resultFolder,
  resultsFolder,
  scratchFolder,
  type Store,
} from './store.ts';

/** Logs younger than that may be read, checkpoints gone on from: until its inputs are there, nobody knows the key of a node. */
const CHECKPOINT_DAYS = 14;
const DAY_MS = 24 * 3600 * 1000;

export interface Removal {
  readonly path: string;
  readonly bytes: number;
  /** What it is, for the person who decides. */
  readonly what: string;
  /** The key that must not be worked on meanwhile. */
  readonly key?: string;
}

/** What could be removed, when these keys are wanted. */
export function removable(store: Store, wanted: ReadonlySet<string>, now = Date.now()): Removal[] {
  const keys = namesIn(keysFolder(store));
  const metas = new Map(keys.map((key) => [key, readMeta(keyFolder(store, key))]));
  const results = new Set([...metas].flatMap(([key, meta]) => (wanted.has(key) && meta ? [meta.result] : [])));
  const users = (digest: string) => [...metas.values()].filter((meta) => meta?.result === digest);
  const removals: Removal[] = [];
  for (const key of keys.filter((one) => !wanted.has(one))) {
    const meta = metas.get(key);
    const what = meta ? `${meta.node} of ${meta.workflow}, ${meta.started.slice(0, 10)}` : 'a damaged meta.json';
    removals.push({ path: keyFolder(store, key), bytes: bytesIn(keyFolder(store, key)), what, key });
  }
  for (const digest of namesIn(resultsFolder(store)).filter((one) => !results.has(one))) {
    const first = users(digest)[0];
    const what = first ? `${first.node} of ${first.workflow}, ${first.started.slice(0, 10)}` : 'a result without a key';
    removals.push({ path: resultFolder(store, digest), bytes: bytesIn(resultFolder(store, digest)), what });
  }
  for (const key of namesIn(path.join(store.folder, 'tmp'))) {
    const folder = path.join(store.folder, 'tmp', key);
    removals.push({ path: folder, bytes: bytesIn(folder), what: 'left by a run that was killed', key });
  }
  for (const key of namesIn(path.join(store.folder, 'scratch'))) {
    const folder = path.join(store.folder, 'scratch', key);
    const days = (now - fs.lstatSync(folder).mtimeMs) / DAY_MS;
    if (days > CHECKPOINT_DAYS)
      removals.push({ path: folder, bytes: bytesIn(folder), what: `checkpoints, ${Math.round(days)} days old`, key });
  }
  for (const name of namesIn(logsFolder(store)).filter((one) => !wanted.has(path.parse(one).name))) {
    const file = path.join(logsFolder(store), name);
    const { mtimeMs, size } = fs.lstatSync(file);
    if ((now - mtimeMs) / DAY_MS > CHECKPOINT_DAYS) removals.push({ path: file, bytes: size, what: 'a log' });
  }
  return removals;
}

/** Removes one; false where a node is at work on it. */
export async function remove(store: Store, { path: target, key }: Removal): Promise<boolean> {
  let held = false;
  const giveUp = new Error('held');
  const release = key
    ? await acquireLock(lockOfKey(store, key), () => {
        held = true;
        throw giveUp;
      }).catch((error: unknown) => {
        if (error === giveUp) return undefined;
        throw error;
      })
    : undefined;
  if (held) return false;
  try {
    fs.rmSync(target, { recursive: true, force: true });
    return true;
  } finally {
    release?.();
  }
}

/** Removes checkpoints of a result that is there: a node was killed between its last word and tidying up. */
export async function dropCheckpoints(store: Store, key: string): Promise<void> {
  const folder = scratchFolder(store, key);
  if (entryAt(folder)) await remove(store, { path: folder, bytes: 0, what: 'checkpoints', key });
}

/** Removes the locks of keys whose holders are dead. */
export async function freeLocks({ folder }: Store): Promise<void> {
  const locks = path.join(folder, 'lock');
  for (const key of namesIn(locks).filter((name) => /^[0-9a-f]{64}$/.test(name)))
    if (holderOf(path.join(locks, key)) === undefined) (await acquireLock(path.join(locks, key)))();
}

function bytesIn(folder: string): number {
  const { size } = fs.lstatSync(folder);
  if (!entryAt(folder)?.isDirectory()) return size; // damage
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.reduce((sum, entry) => sum + fs.lstatSync(path.join(entry.parentPath, entry.name)).size, 0);
}
