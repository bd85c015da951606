import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readAcceptance } from './acceptance-results.ts';
import { quoted, readJson, readQuoted } from './read-json.ts';

let input: Input;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'read-json-'));
  input = { node: 'acceptance', base: 'acceptance', axes: {}, params: { ks: { mass: 0.04 } }, folder };
});
afterAll(() => rmSync(input.folder, { recursive: true }));

const write = (json: unknown) => writeFileSync(join(input.folder, 'metrics.json'), JSON.stringify(json));
const number = { value: 1, low: 0, high: 2, description: 'one' };

test('every quoted number is found, however deep, and nothing else', async () => {
  write({ a: number, b: { c: number, d: [3], e: null }, f: { value: 1 }, g: 'text' });
  expect(await readQuoted(input)).toEqual(
    ['a', 'b/c'].map((path) => ({ path, quoted: { value: 1, low: 0, high: 2 } })),
  );
});

test('what is missing is named with its file', async () => {
  write({ a: { ...number, low: 'none' } });
  await expect(readJson(input, 'metrics.json', z.object({ a: quoted }))).rejects.toThrow(/a\.low: invalid input/);
  await expect(readJson(input, 'none.json', z.object({}))).rejects.toThrow(/expected JSON, found ENOENT/);
});

test('an acceptance without a distance, or a node without limits, are refused by name', async () => {
  write({ background: { score: { ks: number } }, signal: { score: { ks: number } } });
  await expect(readAcceptance(input)).rejects.toThrow('acceptance: expected the KS distance of mass, found score');
  await expect(readAcceptance({ ...input, params: {} })).rejects.toThrow('acceptance: expected limits of KS distances');
});
