// A result in another's place, and meta.json that belongs to none.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMeta } from './meta.ts';
import { faultOf, heldBy } from './ownership.ts';
import { writeResult } from './testing.ts';

const [one, two] = ['scores@seed=1', 'scores@seed=2'].map((node) => ({ workflow: 'toys', node })) as [Owner, Owner];
type Owner = { workflow: string; node: string };
const key = 'a'.repeat(64);

let root: string;
let folders: [string, string];
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'ownership-'));
  folders = [
    writeResult(root, one, { 'a.txt': 'one' }, { key }),
    writeResult(root, two, { 'a.txt': 'two' }, { key: 'b'.repeat(64) }),
  ];
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function swap(a: string, b: string): void {
  fs.renameSync(a, `${a}~`);
  fs.renameSync(b, a);
  fs.renameSync(`${a}~`, b);
}

test('is held under its key alone', () => {
  expect(heldBy(root, one, key)?.node).toBe(one.node);
  expect(heldBy(root, two, key)).toBeUndefined();
});

test('two results in each other’s place are found, each whole by its own checksums', () => {
  swap(path.join(folders[0], 'result'), path.join(folders[1], 'result'));
  for (const owner of [one, two])
    expect(faultOf(root, owner)).toBe('it is not the result that its meta.json belongs to');
});

test('two nodes in each other’s place are found, meta.json and all', () => {
  swap(...folders);
  expect(faultOf(root, one)).toBe('it is that of scores@seed=2 in toys, says its meta.json');
});

test.each([
  ['of an earlier version', (text: string) => text.replace(/ {2}"result".*\n/, '')],
  ['cut short', (text: string) => text.slice(0, 100)],
  ['of other fields', (text: string) => text.replace('"seconds"', '"minutes"')],
  ['gone', () => undefined],
])('a meta.json %s is no meta.json', (_, damage) => {
  const file = path.join(folders[0], 'meta.json');
  const text = damage(fs.readFileSync(file, 'utf8'));
  if (text === undefined) fs.rmSync(file);
  else fs.writeFileSync(file, text);
  expect(readMeta(folders[0])).toBeUndefined();
  expect(faultOf(root, one)).toBe('its meta.json is missing, damaged or of an earlier version');
  expect(heldBy(root, one, key)).toBeUndefined();
});
