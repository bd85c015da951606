// From Pythia 8 to jets, as a user runs it. Needs a Python with pythia8mc, whose folder of programs JETDEMON_PYTHIA names;
// `.ci/run` installs one.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout, jetdemonIn, remove } from './checkout.mjs';

const programs = process.env['JETDEMON_PYTHIA'];
const searchPath = process.env['PATH']!;

let root: string;
beforeAll(() => {
  root = copyCheckout(['data/cards', 'data/drivers', 'workflows/generate.yaml']);
  const file = path.join(root, 'workflows/generate.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('events: 10000', 'events: 50'));
});
afterAll(() => remove(root));

const run = (folder: string) =>
  jetdemonIn(root, ['run', 'generate'], { NX_DAEMON: 'false', PATH: `${folder}${path.delimiter}${searchPath}` });

describe.skipIf(!programs)(
  'with pythia8mc (skipped where JETDEMON_PYTHIA names no folder)',
  { timeout: 180_000 },
  () => {
    const python = path.join(programs ?? '', 'python3');
    const driver = (file: string) => path.resolve(import.meta.dirname, '../data/drivers', file);

    test('50 events of each process become jets, and are whole and small on disk', async () => {
      const said = await run(programs!);
      expect(said).toMatch(/^all events +\| +50 +\| +50$/m);
      expect(said).toMatch(/jets of hard photons were removed first in 0 background events and in \d+ signal events/);
      for (const sample of ['dijet', 'zgamma']) {
        const result = path.join(root, `out/generate/generated@sample=${sample}+seed=1/result`);
        expect(fs.statSync(path.join(result, 'events.hepmc3.gz')).size).toBeLessThan(50 * 40_000);
        expect(fs.readFileSync(path.join(result, 'log.txt'), 'utf8')).toMatch(
          /^50 events of \d+ tried, cross section /m,
        );
      }
      expect(fs.existsSync(path.join(root, 'out/generate/jets/result/jets.arrow'))).toBe(true);
    });

    test.each(['dijet', 'zgamma'])('pruned records of %s have the particles and vertices of whole ones', (sample) => {
      const card = path.resolve(import.meta.dirname, `../data/cards/pythia8-${sample}.cmnd`);
      const said = execFileSync(python, ['-B', driver('test_run_pythia8.py'), card], { encoding: 'utf8' });
      expect(said).toMatch(/^100 events, \d+ hard photons split$/m);
    });

    test('dijets without a jet of 265 GeV among partons are dropped, and count not in the cross section', () => {
      const card = path.join(root, 'data/cards/pythia8-dijet.cmnd');
      const words = [card, 'kept.hepmc3.gz', '--events', '40', '--seed', '1', '--parton-jet', '265'];
      const said = execFileSync(python, ['-B', driver('run_pythia8.py'), ...words], { cwd: root, encoding: 'utf8' });
      const [, sigma] = /^40 events of \d+ tried, cross section (\S+) /m.exec(said)!;
      expect(Number(sigma) / 221_000).toBeGreaterThan(0.07); // 15% are kept, data/cards/README.md
      expect(Number(sigma) / 221_000).toBeLessThan(0.3);
    });

    test.each([
      ['seed 0', ['--events', '5', '--seed', '0'], 'expected 1 to 900000000'],
      ['a card with a misspelt setting', ['--events', '5', '--seed', '1'], 'found a line that it does not know'],
      ['a Les Houches file that is cut short', ['--lhe', 'short.lhe', '--seed', '1'], 'it is truncated'],
      ['a disk that is full', ['--events', '200', '--seed', '1'], 'No space left on device'],
    ])('%s ends the driver with an error', (what, words, message) => {
      const card = path.join(root, 'some.cmnd');
      const zgamma = fs.readFileSync(path.join(root, 'data/cards/pythia8-zgamma.cmnd'), 'utf8');
      fs.writeFileSync(card, what.includes('misspelt') ? `${zgamma}PhaseSpace:ptHatMinn = 3\n` : zgamma);
      fs.writeFileSync(path.join(root, 'short.lhe'), '<LesHouchesEvents version="3.0">\n<event>\n');
      const output = what.includes('full') ? '/dev/full' : 'events.hepmc3.gz';
      const failing = () =>
        execFileSync(python, ['-B', driver('run_pythia8.py'), card, output, ...words], { cwd: root, stdio: 'pipe' });
      expect(failing).toThrow(message);
    });
  },
);

test.skipIf(process.platform === 'win32')('without pythia8mc the one line that installs it is said', async () => {
  const folder = path.join(root, 'bin');
  fs.mkdirSync(folder);
  const text = '#!/bin/sh\necho "PackageNotFoundError: No package metadata was found for pythia8mc" >&2; exit 1\n';
  fs.writeFileSync(path.join(folder, 'python3'), text, { mode: 0o755 });
  const file = path.join(root, 'workflows/generate.yaml'); // what was made before does not answer
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('events: 50', 'events: 51'));
  await expect(run(folder)).rejects.toThrow('python3 -m pip install pythia8mc==8.317.2 awkward');
});
