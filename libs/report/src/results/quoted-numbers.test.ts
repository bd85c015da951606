import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAcceptance } from './acceptance-results.ts';
import { readQuoted } from './quoted-numbers.ts';

let input: Input;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'read-json-'));
  input = { node: 'acceptance', base: 'acceptance', axes: {}, params: { ks: { mass: 0.04 } }, folder };
});
afterAll(() => rmSync(input.folder, { recursive: true }));

const write = (json: unknown) => writeFileSync(join(input.folder, 'metrics.json'), JSON.stringify(json));
const number = { value: 1, low: 0, high: 2, description: 'one' };

test('every quoted number is found, however deep, and nothing else', async () => {
  write({ a: number, b: { c: number, d: [3], e: null }, f: { value: 'none' }, g: 'text' });
  expect(await readQuoted(input)).toEqual(['a', 'b/c'].map((path) => ({ path, quoted: number })));
  const bare = { value: 2, uncertainty: 'none', description: 'it' };
  write({ a: number, b: bare });
  expect(await readQuoted(input)).toEqual([{ path: 'a', quoted: number }, { path: 'b', quoted: bare }]); // prettier-ignore
});

test('a number that is damaged is named with its file', async () => {
  write({ a: { b: { ...number, low: 'none' } } });
  await expect(readQuoted(input)).rejects.toThrow(/metrics\.json: a\.b\.low: expected number, found string/);
  write({ a: { value: 1 } });
  await expect(readQuoted(input)).rejects.toThrow(/metrics\.json: a\.low: expected number, found undefined/);
});

test('an acceptance without a distance, or a node without limits, are refused by name', async () => {
  const bare = { value: 0.01, uncertainty: 'none', description: 'KS' };
  const score = { ks: bare, ks_over_limit: bare, chance: 0.01, p: 0.5 };
  write({ background: { score }, signal: { score }, largest_ratio: bare });
  await expect(readAcceptance(input)).rejects.toThrow('acceptance: expected the KS distance of mass, found score');
  await expect(readAcceptance({ ...input, params: {} })).rejects.toThrow('acceptance: expected limits of KS distances');
});
