// The page of a workflow with an adversary.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pageTask from '../tasks/page.ts';
import { createAdversaries, writeAdversary, type AdversaryPorts } from '../testing/adversary.ts';
import { namesOfAdversary, paperFile } from '../testing/reference.ts';
import { runTask } from '../testing/run.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { createWorkspace, networksWithAdversary, type Workspace } from '../testing/workspace.ts';

let workspace: Workspace;
let adversary: AdversaryPorts;
let all: readonly Input[];
const asked = { reference: paperFile, names: namesOfAdversary };
let html = '';
let text = '';
const at = (name: string) => join(workspace.root, name);

/** What is read of a page, white space as one space. */
const textOf = (page: string) =>
  page
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

async function make(name: string, results: readonly Input[], params: object = asked): Promise<string> {
  await runTask(pageTask, params, { results }, at(name));
  return readFileSync(at(`${name}/index.html`), 'utf8');
}

beforeAll(async () => {
  workspace = await createWorkspace(networksWithAdversary, 3);
  adversary = await createAdversaries(workspace);
  const { curves, histograms, attacked } = workspace;
  all = [...curves, ...histograms, ...attacked, ...Object.values(adversary).flat()];
  html = await make('report', all);
  text = textOf(html);
});
afterAll(() => workspace.remove());

describe('the page', () => {
  test('begins with the question and its answer, the low-level network first, then FGSM', () => {
    text = textOf(html.slice(html.indexOf('<main>')));
    const [question, low, high, fgsm, claims] = [
      'How much unaccounted uncertainty could hide',
      'The low-level network.',
      'The high-level network.',
      'FGSM, an attack that moves no constituent',
      'The claims of the paper',
    ].map((part) => text.indexOf(part));
    expect(question).toBeGreaterThan(0);
    expect([low! > question!, high! > low!, fgsm! > high!, claims! > fgsm!]).toEqual([true, true, true, true]);
  });

  test('has every element closed in order', () => {
    expectClosedInOrder(html);
  });

  test('leaves nothing undefined', () => {
    expect(text.match(/undefined|NaN|\[object/g)).toBeNull();
  });

  test('has the claims with their verdicts', () => {
    expect(text).toContain('LL AUC exceeds HL (§II) above 0 0.0470 0.0440 to 0.0500 0.09 confirmed');
    expect(html).toContain('<strong class="verdict undecided">undecided</strong>');
    expect(html).toContain('<strong class="verdict not-confirmed">not confirmed</strong>');
  });

  test('has the adversary beside the paper’s text, its Fig. 4 and its control region', () => {
    expect(text).toMatch(/loss at that threshold after the adversary [\d.]+% [\d.]+% to [\d.]+% 25%/);
    expect(text).toMatch(/loss of Asimov significance there after the adversary 20.0% 18.0% to 22.0% 17.4%/);
    expect(text).toMatch(
      /χ²\/ndf of jet p T in the control region, with the adversary [\d.]+ [\d.]+ to [\d.]+ 25.0\/40/,
    );
    expect(text).toMatch(/true over claimed upper limit, with the adversary [\d.]+ [\d.]+ to [\d.]+ 45.7\/26.2 within/);
  });

  // The mean of 0.0139, 0.0140 and 0.0141 without an interval, which judges nothing; the loss of the adversary has one.
  test('has the mean over trainings, of KS distances without an interval', () => {
    expect(text).toContain('KS distance of the classifier output of background after the adversary 0.014 – 0.0138 –');
    expect(text).toContain('widened in quadrature by t s/√n of the spread s of n trainings');
  });

  test('says that intervals cover the seeds, where several were run', () => {
    expect(text).toContain('averages over 3 trainings with different seeds');
    expect(text).not.toContain('not the spread over training seeds');
  });

  test('shows every trial of every search, which acceptance criterion it failed and which was chosen', () => {
    expect(html.match(/<details class="search"/g)).toHaveLength(adversary.adversaries.length);
    expect(html.match(/<details class[^>]* open/g)).toBeNull();
    expect(text).toContain('adversary@network=ll@seed=2 : 3 trials, 2 passed the acceptance criteria; chosen: trial 2');
    expect(text).toContain(
      'KS distance of test background: classifier output 0.0140, jet p T 0.0082, jet mass 0.0172 (passes)',
    );
    expect(html.match(/<strong>passes, chosen<\/strong>/g)).toHaveLength(adversary.adversaries.length);
    expect(text).toContain('fails classifier output, jet mass');
  });

  test('has a row per acceptance criterion, per observable of the control region, per limit and per stage', () => {
    expect(html.match(/<th scope="row">jet mass<\/th>\s*<td class="number"><a[^>]*>0\.0\d+<\/a><\/td>/g)).toHaveLength(
      6,
    );
    expect(html.match(/<th scope="row">any of the three<\/th>/g)).toHaveLength(6);
    expect(html.match(/<th scope="row">upper limit on signal jets produced<\/th>/g)).toHaveLength(6);
    expect(text).toMatch(/0 0\.8260 0\.8230 to 0\.8290 2\.0% 0\.5% to 3\.5% 3 –/);
    expect(text).toMatch(/full 0\.8710 0\.8680 to 0\.8740 22\.0% 20\.5% to 23\.5% 3 about 25%/);
  });

  test('names what differs from the paper for the adversary', () => {
    expect(text).toContain('search for λ.');
    expect(text).toContain('in 3 trials, each going on from');
  });

  test('has every quoted number in its table', () => {
    const lines = readFileSync(at('report/numbers.csv'), 'utf8').split('\r\n');
    const of = (start: string) => lines.filter((line) => line.startsWith(start));
    expect(of('acceptance@network=hl@seed=3,hl,background/mass/ks,')).toHaveLength(1);
    expect(of('control-region@network=ll@seed=1,ll,unperturbed/any/detected,')).toHaveLength(1);
    expect(of('susceptibility,,slope,4.4,')).toHaveLength(1);
    expect(of('summary,,HL after FGSM falls below one,0.98,')).toHaveLength(1);
  });
});

test('an adversary that failed its acceptance criteria is the result, and said plainly', async () => {
  const folders = adversary.adversaries.filter(({ axes }) => axes['network'] === 'll');
  for (const { folder } of folders) await writeAdversary(folder, false);
  const barred = textOf(await make('barred', all));
  for (const { folder } of folders) await writeAdversary(folder, true);
  expect(barred).toContain(
    'Against the low-level network no adversary passed the acceptance criteria of the validation',
  );
  expect(barred).toContain('None of 9 trials passed the acceptance criteria');
  expect(barred).toContain('kept although it fails: trial 2');
  expect(barred).toContain('in the high-level network; every acceptance criterion of the validation is passed.');
});

test('a page without reference or names has no word of the paper', async () => {
  const { adversaries } = adversary;
  const called = { 'adversary-scores': 'adversary' };
  const alone = textOf(await make('alone', [...workspace.curves, ...adversaries], { names: called }));
  expect(alone).toContain('How much unaccounted uncertainty');
  expect(alone).toContain('in the network with network ll');
  expect(alone).not.toMatch(/FGSM|random control|control region in|limit on signal jets|paper|undefined/);
});

test('any number of attacks, each with what was measured of it', async () => {
  const acceptance = adversary.acceptance.map((one) => ({ ...one, base: 'fgsm-acceptance', node: `fgsm-${one.node}` }));
  const both = textOf(
    await make('both', [...all, ...acceptance], {
      ...asked,
      names: { ...namesOfAdversary, 'fgsm-acceptance': 'FGSM' },
    }),
  );
  expect(both).toMatch(/KS distance of the classifier output of background after FGSM/);
  expect(both).toMatch(/KS distance of the classifier output of background after the adversary/);
  expect(both).toContain('Low-level network (LL), seed 1, FGSM');
});

test('adversaries whose scores have another name are refused by name', async () => {
  const others = Object.fromEntries(Object.entries(namesOfAdversary).filter(([name]) => name !== 'adversary'));
  await expect(make('unscored', all, { names: others })).rejects.toThrow(
    /names: expected adversary and its scores among the variations of .* to have the same name, found adversary/,
  );
});

test('a name that nothing bears is refused', async () => {
  await expect(make('misspelt', all, { names: { 'fsgm-scores': 'FGSM' } })).rejects.toThrow(
    'names: expected nodes, samples and points of the results, found fsgm-scores, did you mean fgsm-scores?',
  );
});

test('a result of a kind that nobody knows is refused', async () => {
  await expect(make('strange', [{ ...all[0]!, kind: 'tea' }])).rejects.toThrow(
    'found tea from significance@network=ll',
  );
});
