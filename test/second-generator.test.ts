// Sherpa's driver and its card of Z gamma. Needs a Python with sherpa-mc, whose folder of programs JETDEMON_SHERPA names;
// `.ci/run` installs one.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const programs = process.env['JETDEMON_SHERPA'];

test.skipIf(!programs)(
  'the shower of Sherpa leaves a Z its mass (skipped where JETDEMON_SHERPA names no folder)',
  { timeout: 600_000 },
  () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-sherpa-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
    const data = path.resolve(import.meta.dirname, '../data');
    const words = [path.join(data, 'drivers/test_run_sherpa.py'), path.join(data, 'cards/sherpa-zgamma.yaml')];
    const said = execFileSync(path.join(programs!, 'python3'), ['-B', ...words], { cwd: folder, encoding: 'utf8' });
    const [, emissions] = /^.*\b100 events, (\d+) with an emission$/m.exec(said)!;
    expect(Number(emissions)).toBeGreaterThan(50);
  },
);
