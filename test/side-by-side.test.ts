import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Each script waits for the other, so that they end only side by side. */
const meet = (own: string, other: string, code: number) =>
  `node -e "const fs = require('fs'); fs.writeFileSync('${own}', ''); console.log('words of ${own}'); const t = setInterval(() => { if (fs.existsSync('${other}')) { clearInterval(t); process.exitCode = ${code}; } }, 20)"`;
const script = path.resolve(import.meta.dirname, 'side-by-side.mjs').replaceAll('\\', '/');
const scripts = {
  one: meet('one', 'two', 0),
  two: meet('two', 'one', 0),
  bad: meet('bad', 'good', 3),
  good: meet('good', 'bad', 0),
  both: `node ${script} one two`,
  'not-all': `node ${script} bad good`,
};
fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'scripts', private: true, scripts }));
const npm = (name: string) =>
  spawnSync('npm', ['run', '--silent', name], { cwd: folder, encoding: 'utf8', shell: true });

test('scripts run at once; what passes says little, the last one what it says', () => {
  const { status, stdout } = npm('both');
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^one: passed$/m) as string });
  expect(stdout).toMatch(/^words of two$/m);
  expect(stdout).not.toMatch(/words of one/);
});

test('one that fails is named with what it printed, and its failure is that of all', () => {
  expect(npm('not-all')).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/^bad: failed\nwords of bad$/m) as string,
    stderr: expect.stringMatching(/^failed: bad$/m) as string,
  });
});
