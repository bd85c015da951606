// Nx's process, begun before it is asked.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { startNx } from './process.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test('it is Nx once it is asked, and what it prints is in the log when it has ended', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nx-'));
  try {
    const nx = startNx(root, 'process-test', 1);
    nx.run(['--version'], {}, fs.openSync(path.join(folder, 'log'), 'w'));
    nx.release(); // too late
    expect(await nx.ended).toBe(0);
    const { version } = createRequire(import.meta.url)('nx/package.json') as { version: string };
    expect(fs.readFileSync(path.join(folder, 'log'), 'utf8')).toContain(version);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('it ends by itself when it is not asked', async () => {
  const nx = startNx(root, 'process-test', 1);
  nx.release();
  expect(await nx.ended).toBe(0);
});

test('whoever asks one that was killed sees how it ended', async () => {
  const log = path.join(os.tmpdir(), `nx-killed-${process.pid}`);
  const nx = startNx(root, 'process-test', 1);
  nx.process.kill('SIGKILL');
  nx.run(['--version'], {}, fs.openSync(log, 'w'));
  expect(await nx.ended).toBe('SIGKILL');
  fs.rmSync(log);
});
