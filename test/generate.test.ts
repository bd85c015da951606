// From Pythia 8 to jets, as a user runs it. Needs a Python with pythia8mc, whose folder of programs JETDEMON_PYTHIA names;
// `.ci/run` installs one.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
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

    test('weights of Les Houches events come with the names that Pythia gives them, event by event', async () => {
      fs.writeFileSync(path.join(root, 'weighted.lhe'), lhe([1, 4, 2]));
      const card = path.join(root, 'data/cards/pythia8-shower.cmnd');
      const words = [card, 'weighted.hepmc3.gz', '--lhe', 'weighted.lhe', '--seed', '1'];
      execFileSync(python, ['-B', driver('run_pythia8.py'), ...words], { cwd: root, stdio: 'pipe' });
      const text = gunzipSync(fs.readFileSync(path.join(root, 'weighted.hepmc3.gz'))).toString();
      const [names, ...weights] = [...text.matchAll(/^W (.*)$/gm)].map(([, words]) => words!);
      expect(names).toBe(String.raw`Weight\|up\|down`);
      const of = (weight: number) => [weight, 1.5 * weight, 0.75 * weight];
      expect(weights.map((line) => line.split(' ').map(Number))).toEqual([of(1), of(4), of(2)]);
    });

    test('what a comment of a card says is no setting, and a value can be forced', () => {
      const card = path.join(root, 'commented.cmnd');
      const zgamma = fs.readFileSync(path.join(root, 'data/cards/pythia8-zgamma.cmnd'), 'utf8');
      fs.writeFileSync(card, `${zgamma}/* not now:\nBeams:eCM is to be seen\n*/ end\nBeams:eCM force= 13000.\n`);
      const words = [card, 'commented.hepmc3.gz', '--events', '2', '--seed', '1'];
      const said = execFileSync(python, ['-B', driver('run_pythia8.py'), ...words], { cwd: root, encoding: 'utf8' });
      expect(said).toMatch(/^2 events of /m);
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
      ['seed 0', '--events 5 --seed 0', 'expected 1 to 900000000'],
      ['no event', '--events 0 --seed 1', '--events: expected 1 or more, found 0'],
      ['a pT that is no number', '--events 5 --seed 1 --parton-jet nan', 'expected a pT above 0 [GeV], found nan'],
      // Beyond what the proton beams have: Pythia would drop events for ever.
      [
        'a jet that no event has',
        '--events 5 --seed 1 --parton-jet 7000',
        'no parton-level jet above 7000.0 GeV in 20000',
      ],
      ['a card that is not there', '--events 5 --seed 1', 'No such file or directory'],
      ['a card with a misspelt setting', '--events 5 --seed 1', 'found a line that it does not know'],
      [
        'a card with PhaseSpace:pTHatMin = 25O.',
        '--events 5 --seed 1',
        'PhaseSpace:pTHatMin: expected a number, found ',
      ],
      ['a card with PartonLevel:MPI = of', '--events 5 --seed 1', 'PartonLevel:MPI: expected on or off, found '],
      ['a card with Tune:pp = 1.4', '--events 5 --seed 1', 'Tune:pp: expected a whole number, found '],
      ['a card with /* alone on its line', '--events 5 --seed 1', 'expected a word behind /*'],
      ['a card with */ alone on its line', '--events 5 --seed 1', 'expected a word behind */'],
      ['a card with a comment without end', '--events 5 --seed 1', 'begins with */ to end a comment, found none'],
      ['a Les Houches file that is cut short', '--lhe short.lhe --seed 1', 'it is truncated'],
      [
        'a gzip file that is cut short',
        '--lhe short.lhe.gz --seed 1',
        'error: short.lhe.gz: expected a whole gzip file',
      ],
      [
        'a momentum that is no number',
        '--lhe nan.lhe --seed 1',
        'error: nan.lhe:13: event 1: expected numbers, found ',
      ],
      ['an event with a particle too few', '--lhe few.lhe --seed 1', 'error: few.lhe:15: event 1: expected numbers, '],
      ['a disk that is full', '--events 200 --seed 1', 'No space left on device'],
    ])('%s ends the driver with an error', (what, words, message) => {
      const card = path.join(root, 'some.cmnd');
      const zgamma = fs.readFileSync(path.join(root, 'data/cards/pythia8-zgamma.cmnd'), 'utf8');
      const faults: Readonly<Record<string, string>> = {
        'a card with a misspelt setting': 'PhaseSpace:ptHatMinn = 3',
        'a card with /* alone on its line': '/*\nPartonLevel:MPI = off\n*/ end',
        'a card with */ alone on its line': '/* begin\nPartonLevel:MPI = off\n*/',
        'a card with a comment without end': '/* begin\nPartonLevel:MPI = off',
      };
      const setting = faults[what] ?? /^a card with (.* = .*)$/.exec(what)?.[1];
      if (what === 'a card that is not there') fs.rmSync(card, { force: true });
      else fs.writeFileSync(card, `${zgamma}${setting ?? ''}\n`);
      const whole = lhe();
      const hard: Readonly<Record<string, string | Buffer>> = {
        'short.lhe': '<LesHouchesEvents version="3.0">\n<event>\n',
        'short.lhe.gz': gzipSync(whole).subarray(0, -20),
        'nan.lhe': whole.replace('0 0 -500 500', '0 nan -500 500'),
        'few.lhe': whole.replace(/ 21 1 1 2 .*\n/, ''),
      };
      for (const [name, text] of Object.entries(hard)) fs.writeFileSync(path.join(root, name), text);
      const output = what.includes('full') ? '/dev/full' : 'events.hepmc3.gz';
      const failing = () =>
        execFileSync(python, ['-B', driver('run_pythia8.py'), card, output, ...words.split(' ')], {
          cwd: root,
          stdio: 'pipe',
        });
      expect(failing).toThrow(message);
    });
  },
);

/** Les Houches events of u ubar -> g g at 90 degrees with such weights [pb] and two varied ones (J. Alwall et al., 2007, 2014). */
function lhe(weights: readonly number[] = [1]): string {
  const names = ['up', 'down'].map((id) => `<weight id="${id}"> scale ${id} </weight>`);
  const event = (weight: number) => `<event>
 4 1 ${weight} 200 7.8e-3 0.12
 2 -1 0 0 501 0 0 0 500 500 0 0 9
 -2 -1 0 0 0 502 0 0 -500 500 0 0 9
 21 1 1 2 501 503 300 400 0 500 0 0 9
 21 1 1 2 503 502 -300 -400 0 500 0 0 9
<rwgt>
<wgt id='up'> ${1.5 * weight} </wgt>
<wgt id='down'> ${0.75 * weight} </wgt>
</rwgt>
</event>
`;
  return `<LesHouchesEvents version="3.0">
<header><initrwgt><weightgroup name="scale" combine="envelope">
${names.join('\n')}
</weightgroup></initrwgt></header>
<init>
2212 2212 6500 6500 0 0 247000 247000 -4 1
10 1 10 1
</init>
${weights.map(event).join('')}</LesHouchesEvents>
`;
}

test.skipIf(process.platform === 'win32')('without pythia8mc the one line that installs it is said', async () => {
  const folder = path.join(root, 'bin');
  fs.mkdirSync(folder);
  const said = [
    'File "/usr/lib/python3.11/importlib/metadata/__init__.py", line 563, in from_name',
    'importlib.metadata.PackageNotFoundError: No package metadata was found for pythia8mc',
  ];
  const text = `#!/bin/sh\n${said.map((line) => `echo '${line}' >&2\n`).join('')}exit 1\n`;
  fs.writeFileSync(path.join(folder, 'python3'), text, { mode: 0o755 });
  const file = path.join(root, 'workflows/generate.yaml'); // what was made before does not answer
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('events: 50', 'events: 51'));
  const failing = run(folder);
  await expect(failing).rejects.toThrow('python3 -m pip install pythia8mc==8.317.2 awkward');
  await expect(failing).rejects.toThrow(
    'found "importlib.metadata.PackageNotFoundError: No package metadata was found',
  );
});
