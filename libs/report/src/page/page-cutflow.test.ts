// A page without networks: what a selection left of events, and how some of them look.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectedJets, type Cutflow } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import eventDisplay from '../tasks/event-display.ts';
import pageTask from '../tasks/page.ts';
import { runTask } from '../testing/run.ts';
import { writeClusteredTowers } from '../testing/towers.ts';

const root = mkdtempSync(join(tmpdir(), 'cutflow-'));
afterAll(() => rmSync(root, { recursive: true }));
const at = (name: string) => join(root, name);

const share = (value: number, low: number, high: number) => ({ value, low, high });
const steps = (weight = 1) => [
  { cut: 'all events', events: 1200, weight: 1200 * weight, efficiency: null, cumulative: null },
  ...['pT > 300 GeV', 'm > 50 GeV'].map((cut, index) => ({
    cut,
    events: 600 - 300 * index,
    weight: (600 - 300 * index) * weight,
    efficiency: share(0.5, 0.48, 0.52),
    cumulative: share(0.5 - 0.25 * index, 0.5 - 0.25 * index - 0.015625, 0.5 - 0.25 * index + 0.015625),
  })),
];

async function selection(name: string, cutflow: Cutflow): Promise<Input> {
  mkdirSync(at(name));
  await selectedJets.write(at(name), { 'cutflow.json': cutflow });
  return { node: name, base: name, axes: {}, params: { ptMinGeV: 300 }, kind: 'selected jets', folder: at(name) };
}

const page = async (name: string, results: readonly Input[]) => {
  await runTask(pageTask, { title: 'From events to jets' }, { results }, at(name));
  return readFileSync(at(`${name}/index.html`), 'utf8').replace(/\s+/g, ' ');
};

describe('a page of a cut-flow and figures', () => {
  let html = '';
  beforeAll(async () => {
    const displays = await Promise.all(
      ['dijet', 'zgamma'].map(async (sample) => {
        const events = [{ event: 3, towers: [[0, 30, 0, 0, 0]] as const }];
        const axes = { sample };
        const towers = { ...(await writeClusteredTowers(at(`clustered-${sample}`), events)), axes };
        const drawn = await runTask(eventDisplay, {}, { towers: [towers] }, at(`display-${sample}`));
        return { ...drawn, node: `display@sample=${sample}`, base: 'display', axes };
      }),
    );
    const jets = await selection('jets', {
      classes: { background: steps(), signal: steps() },
      photonJetsRemoved: { background: 0, signal: 1199 },
    });
    html = await page('report', [jets, ...displays]);
  });

  test('says what each class kept, cut by cut', () => {
    expect(html).toContain('Of 1,200 background events, 300 give a jet, 25.0 ± 1.6%.');
    expect(html.match(/<th scope="row">m &gt; 50 GeV<\/th>/g)).toHaveLength(2);
    expect(html.match(/<th scope="row">p<sub>T<\/sub> &gt; 300 GeV<\/th>/g)).toHaveLength(2);
    expect(html).toContain('<td class="number">50 ± 2%</td>');
    expect(html).toContain('Jets of hard photons were removed first, in 0 background events and 1,199 signal events.');
    expect(html).not.toContain('sum of weights');
  });

  test('has no section about networks or adversaries, and none that is empty', () => {
    const heads = [...html.matchAll(/<h2 id="[^"]*">(.*?)<\/h2>/g)].map(([, head]) => head);
    expect(heads).toEqual(['What the selection left', 'Events', 'Data and code', 'How to reproduce this page']);
    expect(html.slice(0, html.indexOf('</main>'))).not.toMatch(/the adversary|classifier|undefined|NaN/);
    expect(readFileSync(at('report/numbers.csv'), 'utf8')).toMatch(
      /jets,background,all events to m > 50 GeV,0.25,0.234375,0.265625,/,
    );
  });

  test('tells two displays of one node apart, ids included', () => {
    expect(html).toContain('Event 3 of dijet: calorimeter towers and jets');
    expect(html).toContain('Event 3 of zgamma: calorimeter towers and jets');
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html.match(/download="display@sample=(dijet|zgamma)\.csv"/g)).toHaveLength(2);
  });
});

test('weights are shown where they are not 1, and undefined efficiencies as dashes', async () => {
  const signal = [...steps(0.5), { cut: 'none', events: 0, weight: 0, efficiency: null, cumulative: null }];
  const html = await page('weighted', [await selection('weighted-jets', { classes: { signal } })]);
  expect(html).toContain('<th scope="col" class="number">sum of weights</th>');
  expect(html).toContain('(of the sums of weights)');
  expect(html).toMatch(
    /none<\/th> <td class="number"><a[^>]*>0<\/a><\/td><td class="number">0<\/td><td class="number">–<\/td>/,
  );
  expect(html).not.toContain('background</th>');
});

test('a cut-flow of another shape, and nothing at all, are refused', async () => {
  const broken = await selection('broken', { classes: { signal: steps() } });
  writeFileSync(join(broken.folder, 'cutflow.json'), '{ "classes": { "signal": [{ "cut": "all events" }] } }');
  await expect(page('b', [broken])).rejects.toThrow(
    /cutflow\.json: classes\.signal\.0\.events: expected number, found/,
  );
  await expect(page('c', [])).rejects.toThrow('results: expected something to report on, found none');
});
