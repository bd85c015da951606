// What is remembered of contents holds while nobody touched a file of theirs, and never longer than it may.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, resultFolder, type Store } from './store.ts';
import { publishFiles } from './testing.ts';
import { openVerified } from './verified.ts';

const HOUR_MS = 3600 * 1000;
let [root, file, digest, result] = ['', '', '', ''];
let store: Store;
let read: string[];

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'verified-'));
  store = openStore(root);
  digest = publishFiles(store, { 'a.txt': 'one', 'x/b.txt': 'two' }, { key: 'a'.repeat(64) }).result;
  result = resultFolder(store, digest);
  file = path.join(result, 'a.txt');
  read = [];
});
afterEach(() => fs.rmSync(root, { recursive: true }));

/** What a command finds that begins so long after now, and whether it opens files of the contents. */
function look(hours: number): { damage: string | undefined; reads: boolean } {
  const { openSync } = fs;
  fs.openSync = ((...args: Parameters<typeof openSync>) => {
    if (String(args[0]).startsWith(result)) read.push(String(args[0]));
    return openSync(...args);
  }) as typeof openSync;
  try {
    const verified = openVerified(root, Date.now() + hours * HOUR_MS);
    const damage = verified.damageIn(store, digest);
    verified.save();
    return { damage, reads: read.splice(0).length > 0 };
  } finally {
    fs.openSync = openSync;
  }
}

test('contents that nobody touched are read once a day', () => {
  expect([1, 2, 24, 26, 27].map((hours) => look(hours).reads)).toEqual([true, false, false, true, false]);
});

test('contents that changed just now are read again', () => {
  expect([0, 0].map(() => look(0))).toEqual(Array(2).fill({ damage: undefined, reads: true }));
});

test('a memory from a time to come is none', () => {
  look(5);
  expect(look(4).reads).toBe(true);
});

test.each<[string, () => void, string]>([
  [
    'another text of the same length and time',
    () => {
      const { atime, mtime } = fs.statSync(file);
      fs.writeFileSync(file, 'eno');
      fs.utimesSync(file, atime, mtime);
    },
    'a.txt does not match its checksum',
  ],
  ['a file less', () => fs.rmSync(path.join(result, 'x/b.txt')), 'x/b.txt is missing'],
  ['a file more', () => fs.writeFileSync(path.join(result, 'x/c.txt'), ''), 'x/c.txt does not belong there'],
  [
    'a link in the place of a file',
    () => (fs.renameSync(file, `${root}/a`), fs.symlinkSync(`${root}/a`, file)),
    'a.txt is no file',
  ],
  ['no listing', () => fs.rmSync(path.join(result, 'SHA256')), 'SHA256 is missing'],
  ['no contents', () => fs.rmSync(result, { recursive: true }), 'it is missing'],
])('%s is seen though the contents were whole', (_, harm, damage) => {
  expect(look(1).damage).toBeUndefined();
  harm();
  expect(look(2).damage).toBe(damage);
});

test.each(['', 'null', '[1, 2', '{"a":"b"}'])('a memory of %j is none', (text) => {
  look(1);
  fs.writeFileSync(path.join(root, '.nx/jetdemon/verified.json'), text);
  expect(look(2)).toEqual({ damage: undefined, reads: true });
  expect(look(3).reads).toBe(false);
});
