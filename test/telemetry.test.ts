// ONNX Runtime keeps no record of what it was asked, in a process in which nothing else was asked of it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../tools/bundle/bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
/** Whoever sets one of these has decided for the runtime, or tells it that it is tested. */
const decided = new Set(['ORT_DISABLE_TELEMETRY', 'ORT_RUNNING_UNIT_TESTS', 'CI', 'XDG_CACHE_HOME']);

test('what computes leaves nothing in the home folder', async () => {
  const [computes] = await bundle({
    root,
    name: 'telemetry',
    entries: [{ name: 'telemetry', file: 'test/telemetry/computes.ts' }],
  });
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-home-'));
  try {
    const environment = Object.entries(process.env).filter(([name]) => !decided.has(name));
    execFileSync(process.execPath, [computes!.file], { env: { ...Object.fromEntries(environment), HOME: home } });
    expect(fs.readdirSync(home)).toEqual([]);
  } finally {
    fs.rmSync(home, { recursive: true });
  }
});
