import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Log } from './log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jetdemon-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function logOf(...pieces: readonly string[]): { text: string; log: Log } {
  const file = join(folder, 'log.txt');
  const log = new Log(file);
  for (const piece of pieces) log.add(Buffer.from(piece));
  log.close();
  return { text: readFileSync(file, 'utf8'), log };
}

test('a short log is kept as it is', () => {
  const { text, log } = logOf('one\ntwo', ' and more\n\n  three\n');
  expect(text).toBe('one\ntwo and more\n\n  three\n');
  expect(log.lastLines(2)).toEqual(['two and more', '  three']);
});

test('of a long one beginning and end are kept', () => {
  const line = `${'x'.repeat(1023)}\n`;
  const { text, log } = logOf('first\n', line.repeat(10_000), 'last\n');
  const [head, kib] = [4 * 2 ** 20, 2 ** 10];
  expect(text.startsWith('first\nxxx')).toBe(true);
  expect(text.endsWith('x\nlast\n')).toBe(true);
  const left = 6 + 10_000 * kib + 5 - head - 64 * kib;
  expect(text).toContain(`\n[${left} bytes left out]\n`);
  expect(text.length).toBe(head + 64 * kib + `\n[${left} bytes left out]\n`.length);
  expect(log.lastLines(1)).toEqual(['last']);
});

test('one that is just too long loses nothing', () => {
  const text = `${'y'.repeat(4 * 2 ** 20)}end\n`;
  expect(logOf(text).text).toBe(text);
});
