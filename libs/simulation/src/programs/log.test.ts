import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

test.each([
  'ERROR: no PDF set',
  ' PYTHIA Error in ProcessLevel::init: no process switched on',
  'Command "launch" interrupted with error:',
  'EOFError: Compressed file ended before the end-of-stream marker was reached',
  'subprocess.CalledProcessError: Command failed',
  'forrtl: severe: Program aborted',
])('%j is alarming', (line) => {
  expect(logOf(`starting\n${line}\nbye\n`).log.alarm).toBe(line.trim());
});

test.each([
  'no errors yet',
  ' |      0   no errors or warnings to report            |',
  ' *-------  PYTHIA Error and Warning Messages Statistics  ------*',
  'cross section 0.0611 pb, statistical error 0.0003',
  'terrors of the deep',
])('%j is not', (line) => {
  expect(logOf(`starting\n${line}\nbye\n`).log.alarm).toBeUndefined();
});

test.skipIf(!existsSync('/dev/full'))(
  'a disk that is full is an error of the system, when it is written and never again',
  () => {
    const log = new Log('/dev/full');
    expect(() => log.add(Buffer.from('one\n'))).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    expect(() => log.close()).not.toThrow();
    expect(log.lastLines(1)).toEqual(['one']);
  },
);

test('one that is just too long loses nothing', () => {
  const text = `${'y'.repeat(4 * 2 ** 20)}end\n`;
  expect(logOf(text).text).toBe(text);
});
