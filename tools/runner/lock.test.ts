import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { acquireLock, lockFile } from './lock.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-lock-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const lockOf = (name: string) => path.join(folder, name);

test('one holder at a time: the second is told who holds it, and gets it on release', async () => {
  const file = lockOf('one');
  const release = await acquireLock(file);
  let got = false;
  let holder = '';
  const second = acquireLock(file, (text) => (holder = text)).then((free) => {
    got = true;
    return free;
  });
  await sleep(150);
  expect({ got, holder }).toEqual({ got: false, holder: `process ${process.pid}` });
  release();
  (await second)();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('what a process left that was killed while it asked is removed, what others wrote is not', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  const [dead, far, alive] = [
    `${os.hostname()}.${child.pid}.1`,
    `elsewhere.${child.pid}.1`,
    `${os.hostname()}.${process.pid}.0`,
  ];
  for (const who of [dead, far, alive]) fs.writeFileSync(lockOf(`workflow~other~${who}`), '');
  const reused = JSON.stringify({ pid: process.pid, host: os.hostname(), born: 'before' });
  fs.writeFileSync(lockOf(`other~${os.hostname()}.${process.pid}.7`), reused);
  (await acquireLock(lockOf('mine')))();
  const left = process.platform === 'linux' ? [] : [`other~${os.hostname()}.${process.pid}.7`];
  expect(fs.readdirSync(folder).sort()).toEqual(
    [far, alive]
      .map((who) => `workflow~other~${who}`)
      .concat(left)
      .sort(),
  );
  fs.readdirSync(folder).forEach((name) => fs.rmSync(lockOf(name)));
});

test('a dead holder loses it to exactly one of many who wait', async () => {
  const file = lockOf('dead');
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  fs.writeFileSync(file, JSON.stringify({ pid: child.pid, host: os.hostname(), born: '1' }));
  let holders = 0;
  const work = async () => {
    const release = await acquireLock(file);
    expect(++holders).toBe(1);
    await sleep(5);
    holders--;
    release();
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(fs.existsSync(file)).toBe(false);
});

test.skipIf(process.platform !== 'linux')(
  'a process that merely has the number of the dead holder does not hold it',
  async () => {
    const file = lockOf('reused');
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname(), born: 'before' }));
    (await acquireLock(file))();
  },
);

const impatient = { farMs: 600, namelessMs: 200 };

test('a holder on another machine keeps it while it gives signs of life, and loses it after', async () => {
  const file = lockOf('far');
  fs.writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere', born: '1' }));
  let [holder, got] = ['', false];
  const waiting = acquireLock(file, (text) => (holder = text), impatient).then((release) => {
    got = true;
    return release;
  });
  for (let sign = 1; sign < 6; sign++) {
    await sleep(300);
    fs.utimesSync(file, sign, sign); // whatever its clock says
    expect(got).toBe(false);
  }
  expect(holder).toMatch(/^process 1 on elsewhere; its lock .*far is taken over after 0\.6 s without a sign of life$/);
  (await waiting)();
  expect(fs.existsSync(file)).toBe(false);
});

test('a holder gives signs of life, and releases no lock but its own', { timeout: 20_000 }, async () => {
  const file = lockOf('signs');
  const release = await acquireLock(file);
  fs.utimesSync(file, 1, 1);
  for (let left = 100; fs.statSync(file).mtimeMs === 1000; left--) {
    expect(left).toBeGreaterThan(0);
    await sleep(100);
  }
  fs.writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere', born: '1' }));
  release();
  expect(fs.existsSync(file)).toBe(true);
});

test.skipIf(process.platform === 'win32')('a link to nowhere in its place names nobody', async () => {
  const file = lockOf('nowhere');
  fs.symlinkSync('/nowhere/at/all', file);
  (await acquireLock(file, () => {}, impatient))();
  expect(fs.lstatSync(file, { throwIfNoEntry: false })).toBeUndefined();
});

test('a file in the place of the folder of locks makes way', async () => {
  fs.writeFileSync(lockOf('locks'), 'a file');
  (await acquireLock(lockOf('locks/one')))();
  expect(fs.readdirSync(lockOf('locks'))).toEqual([]);
  fs.rmdirSync(lockOf('locks'));
});

test.each([
  ['empty', ''],
  ['cut short', '{"pid": 12'],
  ['of another shape', '[null]'],
  ['null', 'null'],
])('a lock that is %s names nobody, and is taken over by exactly one', async (name, text) => {
  const file = lockOf(name.replaceAll(' ', '-'));
  fs.writeFileSync(file, text);
  let holders = 0;
  const work = async () => {
    const release = await acquireLock(file, () => {}, impatient);
    expect(++holders).toBe(1);
    await sleep(5);
    holders--;
    release();
  };
  await Promise.all([work(), work(), work()]);
  expect(fs.existsSync(file)).toBe(false);
});

test('a take-over that was cut short does not last', { timeout: 20_000 }, async () => {
  const file = lockOf('cut');
  fs.writeFileSync(file, '');
  fs.mkdirSync(`${file}.takeover`);
  fs.utimesSync(`${file}.takeover`, 1, 1);
  (await acquireLock(file, () => {}, impatient))();
  expect(fs.existsSync(`${file}.takeover`)).toBe(false);
});

test('a folder in its place is said', async () => {
  fs.mkdirSync(lockOf('folder'));
  await expect(acquireLock(lockOf('folder'))).rejects.toThrow(/folder: expected a lock, found a folder: remove it$/);
});

test('no two names share a lock', () => {
  const files = [lockFile.gpu('r'), lockFile.workflow('r', 'gpu'), lockFile.workflow('r', 'quick.split')];
  expect(new Set(files).size).toBe(files.length);
});
