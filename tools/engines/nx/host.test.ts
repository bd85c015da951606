// What a process that runs nodes prints, and how it ends, seen through a script that stands for it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startHost } from './host.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-host-'));
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** Runs one node in a process that does `script`, with `end` and `env` at hand; what it printed on 1 and on 2, and how it ended. */
async function runWith(script: string) {
  fs.mkdirSync(path.join(root, 'tools/runner'), { recursive: true });
  fs.writeFileSync(
    path.join(root, 'tools/runner/host.mjs'),
    `process.stdin.once('data', async (line) => { const { env, end } = JSON.parse(line); ${script} });`,
  );
  const printed = { 1: '', 2: '' };
  const host = startHost(root);
  const ended = await host.run({ TOY: 'x' }, 'code', (kind, piece) => (printed[kind] += piece.toString('latin1')));
  host.leave();
  return { printed, ended, ran: [host.ran('code'), host.ran('other')] };
}

const both = (words: string) => `for (const out of [process.stdout, process.stderr]) out.write(end + '${words}\\n');`;

test('what it prints is passed on, also bytes that begin as the end does, and the end is not', async () => {
  const { printed, ended, ran } = await runWith(`
    process.stdout.write(env.TOY + 'a\\0b' + end.slice(0, 9));
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.stdout.write('c\\0');
    process.stderr.write('d');
    ${both(' 0 stays')}`);
  expect(ended).toEqual({ code: 0, stays: true });
  expect(printed[1]).toMatch(/^xa\0b\0[0-9a-f]{8}c\0$/);
  expect(printed[2]).toBe('d');
  expect(ran).toEqual([true, false]);
});

test('an end that comes in two pieces is one', async () => {
  const { ended, printed } = await runWith(`
    process.stdout.write('a' + end.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.stdout.write(end.slice(20) + ' 3 ends\\n');
    process.stderr.write(end + ' 3 ends\\n');`);
  expect(ended).toEqual({ code: 3, stays: false });
  expect(printed).toEqual({ 1: 'a', 2: '' });
});

test('without an end there is no exit code, and what was printed is passed on', async () => {
  const { ended, printed } = await runWith(`process.stderr.write('last words'); process.exit(0);`);
  expect(ended).toEqual({ code: undefined, stays: false });
  expect(printed).toEqual({ 1: '', 2: 'last words' });
});
