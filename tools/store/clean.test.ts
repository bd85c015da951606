import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireLock } from '../runner/lock.ts';
import { enrol, keysShown, otherCheckouts } from './checkouts.ts';
import { dropCheckpoints, freeLocks, removable, remove } from './clean.ts';
import { find, lockOfKey, openStore, scratchFolder, workFolder, type Store } from './store.ts';
import { publishFiles, writeResult } from './testing.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
let root: string;
let store: Store;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'clean-'));
  store = openStore(root);
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const removeAll = async (wanted: readonly string[]) => {
  for (const one of removable(store, new Set(wanted))) await remove(store, one);
};

test('what is wanted stays, contents that it shares too; the rest goes', async () => {
  publishFiles(store, { 'a.txt': 'shared' }, { key: a });
  publishFiles(store, { 'a.txt': 'shared' }, { key: b });
  publishFiles(store, { 'a.txt': 'alone' }, { key: c, node: 'lonely' });
  const plan = removable(store, new Set([a]));
  expect(plan.map(({ what }) => what).sort()).toEqual([
    'draw of toys, 2026-01-01',
    'lonely of toys, 2026-01-01',
    'lonely of toys, 2026-01-01',
  ]);
  expect(find(store, c)).toBeDefined(); // a plan is no deed
  await removeAll([a]);
  expect([a, b, c].map((key) => find(store, key) !== undefined)).toEqual([true, false, false]);
  expect(fs.readdirSync(path.join(store.folder, 'results'))).toHaveLength(1);
  expect(removable(store, new Set([a]))).toEqual([]);
});

test('checkpoints stay for two weeks, what killed runs left goes, what is worked on stays', async () => {
  for (const folder of [scratchFolder(store, a), scratchFolder(store, b), workFolder(store, a), workFolder(store, c)]) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'x'), '12345');
  }
  fs.utimesSync(scratchFolder(store, b), 0, 0);
  const release = await acquireLock(lockOfKey(store, c));
  expect(removable(store, new Set())).toHaveLength(3);
  await removeAll([]);
  release();
  const exists = [scratchFolder(store, a), scratchFolder(store, b), workFolder(store, a), workFolder(store, c)].map(
    (folder) => fs.existsSync(folder),
  );
  expect(exists).toEqual([true, false, false, true]);
});

test('checkpoints of a result that is there go, unless its key is worked on again', async () => {
  fs.mkdirSync(path.join(scratchFolder(store, a), 'deep'), { recursive: true });
  const release = await acquireLock(lockOfKey(store, a));
  await dropCheckpoints(store, a);
  expect(fs.existsSync(scratchFolder(store, a))).toBe(true);
  release();
  await dropCheckpoints(store, a);
  expect(fs.existsSync(scratchFolder(store, a))).toBe(false);
});

test('what another checkout shows is known, once it is enrolled', () => {
  const [one, two] = ['one', 'two'].map((name) => path.join(root, name)) as [string, string];
  const shared = { folder: path.join(root, 'shared') };
  for (const checkout of [one, two]) {
    fs.mkdirSync(checkout);
    fs.writeFileSync(path.join(checkout, 'jetdemon.yaml'), 'store: ../shared\n');
    enrol(checkout, shared);
  }
  writeResult(two, { workflow: 'w', node: 'n' }, { 'a.txt': 'x' }, { key: a });
  fs.writeFileSync(path.join(two, 'out/w/events.jsonl'), '');
  expect(otherCheckouts(one, shared)).toEqual([two]);
  expect(keysShown(two)).toMatchObject([{ workflow: 'w', node: 'n', key: a }]);
  fs.rmSync(two, { recursive: true });
  expect(otherCheckouts(one, shared)).toEqual([]);
});

test('locks of dead holders go, those of the living stay', async () => {
  const release = await acquireLock(lockOfKey(store, a));
  fs.writeFileSync(lockOfKey(store, b), JSON.stringify({ pid: 4_194_304, host: os.hostname(), born: '1' })); // beyond the largest pid
  await freeLocks(store);
  expect(fs.readdirSync(path.join(store.folder, 'lock'))).toEqual([a]);
  release();
});
