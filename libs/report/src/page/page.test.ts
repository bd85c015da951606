import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, type Input } from '@jetdemon/workflow';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import distributions from '../tasks/distributions.ts';
import pageTask from '../tasks/page.ts';
import significanceCurves from '../tasks/significance-curves.ts';
import { runTask } from '../testing/run.ts';
import { names, paperFile } from '../testing/reference.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { createWorkspace, type Workspace } from '../testing/workspace.ts';

const writeMetrics = (folder: string, value: unknown) =>
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify(value));

let workspace: Workspace;
let figures: Input[];
let all: readonly Input[];
const asked = { title: 'A <b>title</b>', command: 'npx jetdemon run paper', reference: paperFile, names };
let html = '';
const at = (name: string) => join(workspace.root, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

beforeAll(async () => {
  workspace = await createWorkspace();
  const { curves, histograms, attacked } = workspace;
  figures = [
    await runTask(significanceCurves, {}, { curves }, at('figure-2')),
    await runTask(distributions, { samples: { 'fgsm-scores': 'after FGSM' } }, { histograms }, at('figure-3')),
  ];
  all = [...figures, ...curves, ...histograms, ...attacked];
  await runTask(pageTask, asked, { results: all }, at('report'));
  html = read('report/index.html');
});
afterAll(() => workspace.remove());

describe('the figure tasks', () => {
  test('write drawing, specification, table and words', () => {
    for (const figure of ['figure-2', 'figure-3']) {
      expect(read(`${figure}/figure.svg`)).toMatch(/^<svg .*<\/svg>$/s);
      expect(JSON.parse(read(`${figure}/figure.vl.json`)).$schema).toContain('vega-lite');
      expect(read(`${figure}/figure.csv`).split('\r\n').length).toBeGreaterThan(100);
      expect(JSON.parse(read(`${figure}/caption.json`))).toEqual({
        title: expect.any(String),
        caption: expect.any(String),
        alt: expect.any(String),
        about: expect.stringMatching(/significance|histograms/),
      });
    }
  });

  test('refuse to draw nothing', async () => {
    await expect(runTask(significanceCurves, {}, {}, at('none-2'))).rejects.toThrow('expected at least one network');
    await expect(runTask(distributions, {}, {}, at('none-3'))).rejects.toThrow('expected at least one network');
    await expect(runTask(pageTask, {}, {}, at('none'))).rejects.toThrow(
      'results: expected something to report on, found none',
    );
  });
});

describe('the page', () => {
  test('is one HTML document without any resource from outside', () => {
    expect(html).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(html).not.toMatch(/<(link|iframe|object|embed|base|form|img)\b/);
    expect(html).not.toMatch(/\s(src|srcset|on\w+)=/);
    expect(html).not.toMatch(/@import|url\((?!#)/);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!.slice(0, 24));
    expect(new Set(links.filter((link) => !link.startsWith('#')))).toEqual(
      new Set(['data:text/csv;charset=ut', 'https://arxiv.org/abs/19']),
    );
  });

  test('has every element closed in order', () => {
    expectClosedInOrder(html);
  });

  test('has no id twice, and refers to none that is not there', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const used = [...html.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id!);
    expect(used.length).toBeGreaterThan(0);
    const linked = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!);
    expect(linked.length).toBeGreaterThan(20);
    expect([...used, ...linked].filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('gives each drawing a name and a caption, and its table to take along', () => {
    expect(html.match(/<svg [^>]*role="img" aria-label="[^"]{40,}"/g)).toHaveLength(2);
    expect(html.match(/<figcaption>/g)).toHaveLength(2);
    const tables = [...html.matchAll(/href="data:text\/csv;charset=utf-8;base64,([^"]*)"/g)];
    expect(tables.map(([, data]) => Buffer.from(data!, 'base64').toString('utf8'))).toEqual([
      read('figure-2/figure.csv'),
      read('figure-3/figure.csv'),
    ]);
  });

  test('escapes what it was given', () => {
    expect(html).toContain('<h1>A &lt;b&gt;title&lt;/b&gt;</h1>');
  });

  test('says what was found, from the numbers', () => {
    const metrics = JSON.parse(readFileSync(join(workspace.curves[0]!.folder, 'metrics.json'), 'utf8'));
    const { value } = metrics.variations['fgsm-scores'].loss_at_nominal_optimum;
    expect(html).toMatch(new RegExp(`by <a [^>]*>${(100 * value).toFixed(1)}\u00a0±\u00a01.3%</a>`));
    expect(html).toContain('no constituent by more than 1.0% in p<sub>T</sub>');
    expect(html).toMatch(/displaces most: jet mass\..* In the paper FGSM displaces the mass most\./s);
  });

  test('has a row for each of fourteen numbers of two networks', () => {
    expect(html.match(/<th scope="row">(area|peak|threshold|ε|loss|mean)/g)).toHaveLength(28);
    expect(read('report/numbers.csv').split('\r\n')).toHaveLength(1 + 28 + 1);
  });

  test('explains each number that disagrees, and only those', () => {
    const apart = read('report/numbers.csv').match(/,(above|below),/g)!;
    expect(apart.length).toBeGreaterThan(0);
    expect(html.match(/outside its interval/g)).toHaveLength(apart.length);
  });

  test('names its nodes with parameters and the SHA-256 of their files, and the command', () => {
    const digest = createHash('sha256')
      .update(readFileSync(at('figure-2/figure.csv')))
      .digest('hex');
    expect(html).toContain(digest);
    expect(html).toContain('fgsm@network=ll');
    expect(html).toContain('epsilon: 0.001, iterations: 10');
    expect(html).toContain('<code>npx jetdemon run paper</code>');
  });

  test('is the same, byte for byte, when made again', async () => {
    await runTask(pageTask, asked, { results: all }, at('again'));
    expect(read('again/index.html')).toBe(html);
  });
});

test('without the paper the page compares with nothing', async () => {
  await runTask(pageTask, { title: 'Alone' }, { results: workspace.curves }, at('alone'));
  const alone = read('alone/index.html');
  expect(alone.slice(alone.indexOf('<body>')).match(/paper|disagree|arXiv|undefined/g)).toBeNull();
  expect(alone).not.toContain('<figure');
  expect(alone).toContain('area under the ROC curve after fgsm-scores');
  expect(alone).toContain('Network ll');
});

test('a value outside its own interval is explained, and only then', async () => {
  const [first] = workspace.curves;
  const folder = at('outside');
  cpSync(first!.folder, folder, { recursive: true });
  const metrics = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8'));
  metrics.peak.value = metrics.peak.high + 0.01;
  writeMetrics(folder, metrics);
  await runTask(pageTask, {}, { results: [{ ...first!, folder }] }, at('explained'));
  const explanation = 'A value outside its own interval belongs to a threshold';
  expect(read('explained/index.html')).toContain(explanation);
  expect(html).not.toContain(explanation);
});

test('the sample is counted, and compared with the paper’s', async () => {
  const folder = at('figure-3'); // any folder will do for another file
  const label = Uint8Array.from([0, 0, 1]);
  writeFileSync(join(folder, 'jets.arrow'), tableToIPC(tableFromArrays({ label }), 'file'));
  const jets: Input = { node: 'jets', base: 'jets', axes: {}, params: { path: 'jets.arrow' }, kind: 'jets', folder };
  await runTask(pageTask, { reference: paperFile }, { results: [...workspace.curves, jets] }, at('counted'));
  const counted = read('counted/index.html').replace(/\s+/g, ' ');
  expect(counted).toContain('Sample: 1 signal and 2 background jets before the split.');
  expect(counted).toContain('the one here 3.');
});

describe('results that are not as expected are refused, by file and field', () => {
  let brokenFolders = 0;
  const broken = async (change: (metrics: Record<string, unknown>) => unknown) => {
    const [first] = workspace.curves;
    const folder = at(`broken-${brokenFolders++}`);
    const metrics = JSON.parse(readFileSync(join(first!.folder, 'metrics.json'), 'utf8'));
    mkdirSync(folder);
    const changed = change(metrics);
    if (typeof changed === 'string') writeFileSync(join(folder, 'metrics.json'), changed);
    else if (changed !== undefined) writeMetrics(folder, changed);
    return runTask(pageTask, {}, { results: [{ ...first!, folder }] }, `${folder}-out`).catch(
      (error: unknown) => error,
    );
  };

  test.each([
    ['a missing file', () => undefined, /metrics\.json: expected json, found none/],
    ['text that is not JSON', () => '{"auc"', /metrics\.json: expected JSON, found /],
    [
      'a missing number',
      (m: Record<string, unknown>) => ({ ...m, peak: undefined }),
      /metrics\.json: peak: expected object, found undefined/,
    ],
    [
      'a number that is none',
      (m: Record<string, unknown>) => ({ ...m, auc: { value: null, low: 0, high: 1 } }),
      /metrics\.json: auc\.value: expected number, found null/,
    ],
  ])('%s', async (_, change, message) => {
    const error = await broken(change);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(message);
  });
});
