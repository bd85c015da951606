import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { artifact, json, table, text, type Contents } from './artifact.ts';
import { InputError } from '../errors.ts';

const limits = artifact({
  name: 'limits',
  version: 3,
  description: 'upper limits',
  files: {
    'limits.arrow': table({ mass: { type: 'float64', unit: 'GeV', description: 'mass of the signal' } }),
    'limits.json': json('the limit', z.strictObject({ limit: z.number(), of: z.array(z.string()).optional() })),
    'limits.txt': text('the same in words', 'text'),
  },
});
type Limit = Contents<typeof limits, 'limits.json'>;

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'artifact-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('what was written is read, each file by its declaration', async () => {
  const limit: Limit = { limit: 2.5, of: ['a'] };
  const mass = Float64Array.of(125, 750);
  await limits.write(folder, { 'limits.arrow': { mass }, 'limits.json': limit, 'limits.txt': 'below 2.5\n' });
  expect(await limits.read({ folder }, 'limits.json')).toEqual(limit);
  expect(await limits.read({ folder }, 'limits.arrow')).toEqual({ mass });
  expect(await limits.read({ folder }, 'limits.txt')).toBe('below 2.5\n');
  expect(readFileSync(join(folder, 'limits.json'), 'utf8')).toBe('{\n  "limit": 2.5,\n  "of": [\n    "a"\n  ]\n}\n');
});

test.each<[string, unknown, RegExp]>([
  ['a number that JSON lacks', { limit: NaN }, /internal: .*limits\.json: limit: expected number, found nan/],
  ['a name that nobody declared', { limit: 1, limt: 2 }, /limits\.json: top level: unrecognized key: "limt"/],
  ['nothing', {}, /limits\.json: limit: expected number, found undefined/],
])('a writer refuses %s', async (_, value, message) => {
  await expect(limits.write(folder, { 'limits.json': value as Limit })).rejects.toThrow(message);
});

test.each([
  ['{"limit": "high"}', /limits\.json: limit: expected number, found string/],
  ['{"limit": 1, "of": ["a", 2]}', /limits\.json: of\.1: expected string, found number/],
  ['{"limit": 1', /limits\.json: expected JSON, found /],
])('a reader refuses %s', async (found, message) => {
  writeFileSync(join(folder, 'limits.json'), found);
  const read = limits.read({ folder }, 'limits.json');
  await expect(read).rejects.toThrow(InputError);
  await expect(read).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  const read = limits.read({ folder: join(folder, 'nowhere') }, 'limits.json');
  await expect(read).rejects.toThrow(/nowhere.limits\.json: expected json, found none/);
});
