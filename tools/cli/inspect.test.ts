import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { inspect } from './inspect.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

afterEach(() => vi.restoreAllMocks());

test('prints what a file holds and a node that names it from the root', async () => {
  const said: unknown[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => said.push(text));
  expect(await inspect(root, path.join(root, 'data', 'jets-2k.arrow'), false)).toBe(0);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/jets-2k\.arrow: arrow, 1 table\n\ntable: 2000 rows/);
  expect(said[0]).not.toContain('could not be decoded');
  expect(said[0]).toContain('  path: data/jets-2k.arrow');
});

test('a file outside the workspace is proposed as a link within it, and the command that makes it', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-inspect-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'mine.arrow');
  fs.copyFileSync(path.join(root, 'data', 'jets-2k.arrow'), file);
  const said: unknown[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => said.push(text));
  await inspect(root, file, false);
  expect(said[0]).toContain('  path: data/mine.arrow');
  expect(said[1]).toBe(`the file is outside the workspace: ln -s ${file} ${path.join(root, 'data/mine.arrow')}`);
});

test('a file that is none of the formats is an error that a user can mend', async () => {
  const file = path.join(root, 'package.json');
  await expect(inspect(root, file, false)).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining('package.json: expected a file of one of the formats') as string,
  });
});

test('no other command needs the library: nothing of the command line imports it', () => {
  const sources = fs.readdirSync(import.meta.dirname).filter((file) => /(?<!\.test)\.ts$/.test(file));
  expect(sources).toContain('inspect.ts');
  for (const file of sources)
    expect(fs.readFileSync(path.join(import.meta.dirname, file), 'utf8')).not.toMatch(/from '@jetdemon\/data/);
});
