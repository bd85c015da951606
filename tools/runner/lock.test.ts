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

test('the holder on another machine, of which nothing can be known, keeps it', async () => {
  const file = lockOf('far');
  fs.writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere', born: '1' }));
  let holder = '';
  const waiting = acquireLock(file, (text) => (holder = text));
  await sleep(150);
  expect(holder).toBe('process 1 on elsewhere');
  fs.rmSync(file);
  (await waiting)();
});

test('no two names share a lock', () => {
  const files = [
    lockFile.gpu('r'),
    lockFile.workflow('r', 'gpu'),
    lockFile.workflow('r', 'quick.split'),
    lockFile.node('r', 'quick', 'split'),
    lockFile.node('r', 'quick.split', 'x'),
    lockFile.node('r', 'quick', 'split.x'),
  ];
  expect(new Set(files).size).toBe(files.length);
});
