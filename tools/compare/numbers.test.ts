// Numbers of two results beside each other. Expected σ by hand: Pythagoras on the sides of intervals that face each other.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { movedNumbers, sigmasBetween } from './numbers.ts';
import { changedTables } from './tables.ts';
import { movedInWords, tableInWords } from './words.ts';

let root: string;
const folder = (name: string) => path.join(root, name);
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'compare-'));
  for (const name of ['a', 'b']) fs.mkdirSync(folder(name));
});
afterAll(() => fs.rmSync(root, { recursive: true }));

const quoted = (value: number, down: number, up: number) => {
  return { value, low: value - down, high: value + up, description: 'some number' };
};

test.each([
  ['up, by the upper side of the first and the lower of the second', quoted(1, 9, 3), quoted(6, 4, 9), 1],
  ['down, by the other two', quoted(6, 4, 9), quoted(1, 9, 3), -1],
  ['by nothing', quoted(1, 1, 1), quoted(1, 2, 2), 0],
  ['without widths', quoted(1, 0, 0), quoted(2, 0, 0), undefined],
])('moved %s', (_, before, after, sigmas) => {
  expect(sigmasBetween(before, after)).toBe(sigmas);
});

test('numbers that moved, came or went, wherever they stand; the rest is not said', () => {
  const write = (name: string, value: unknown) =>
    fs.writeFileSync(path.join(folder(name), 'm.json'), JSON.stringify(value));
  write('a', { same: 1, auc: quoted(0.8, 0.03, 0.03), list: [1, 2, 3], gone: 1, words: 'x' });
  write('b', { same: 1, auc: quoted(0.85, 0.04, 0.04), list: [1, 5, 3], come: 2, words: 'y' });
  const moved = movedNumbers(folder('a'), folder('b'), ['m.json', 'other.txt']);
  expect(moved.map(({ where }) => where)).toEqual(['m.json auc', 'm.json list.1', 'm.json gone', 'm.json come']);
  expect(moved[0]!.sigmas).toBeCloseTo(1, 12);
  expect(moved.map(movedInWords)).toEqual([
    '0.8 (+0.03 −0.03) → 0.85 (+0.04 −0.04), +1.0 σ',
    '2 → 5',
    '1 → none',
    'none → 2',
  ]);
});

test('tables: rows, columns, how many values differ and by how much at most', async () => {
  const { tableFromArrays, tableToIPC } = await import('apache-arrow');
  const write = (name: string, columns: Parameters<typeof tableFromArrays>[0]) =>
    fs.writeFileSync(path.join(folder(name), 't.arrow'), tableToIPC(tableFromArrays(columns), 'file'));
  write('a', { x: Float64Array.of(1, 2, NaN), y: Int32Array.of(1, 2, 3), old: Int32Array.of(0, 0, 0) });
  write('b', { x: Float64Array.of(1, 2.5, NaN), y: Int32Array.of(1, 2, 3), z: Int32Array.of(0, 0, 0) });
  const [change] = await changedTables(folder('a'), folder('b'), ['t.arrow']);
  expect(change).toEqual({
    file: 't.arrow',
    rows: [3, 3],
    columns: [{ name: 'x', differ: 1, most: 0.5 }],
    added: ['z'],
    removed: ['old'],
  });
  expect(tableInWords(change!)).toBe('3 rows; new columns z; without columns old; x differs in 1 by at most 0.5');
});
