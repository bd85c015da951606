// Every name of the table of observables, and columns of the user's own, in the tasks that take them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  controlRegion,
  histograms,
  jetObservables,
  observableColumns,
  observableNames,
  scores,
  type AcceptanceMetrics,
  type ControlRegion,
  type ControlRegionMetrics,
  type HistogramTests,
} from '@jetdemon/artifacts';
import { InputError, keyOf, readColumns, writeColumns, type Input } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import acceptanceTask from './acceptance.ts';
import controlRegionTask from './control-region.ts';
import histogramsTask from './histograms.ts';

const root = mkdtempSync(join(tmpdir(), 'own-columns-'));
afterAll(() => rmSync(root, { recursive: true }));

const jets = 1000;
const { labels, scores: values } = labelled(triangle(jets), parabola(jets));
const uniform = keyOf('observables').uniform();
/** Every observable is its score, moved by 0.1 when attacked; the lepton has 1 TeV times a number of its own. */
const table = (score: (value: number) => number, lepton: (row: number) => number) => ({
  label: labels,
  weight: new Float64Array(2 * jets).fill(1),
  score: Float32Array.from(values, score),
  ...observableColumns(() => Float32Array.from(values, score)),
  lepton_pt: Float64Array.from(values, (_, row) => lepton(row)),
  vertices: Uint16Array.from(values, (_, row) => row % 7),
});
const leptons = Float64Array.from(values, () => uniform());
const nominal = table((value) => value, (row) => leptons[row]!); // prettier-ignore
const attacked = table((value) => value ** 2, (row) => leptons[row]!); // prettier-ignore

let folders = 0;
async function input(node: string, columns: typeof nominal): Promise<Input> {
  const folder = mkdtempSync(join(root, `${folders++}-`));
  const own = {
    lepton_pt: { type: 'float64', unit: 'TeV', description: 'pT of the lepton' },
    vertices: { type: 'uint16', unit: '1', description: 'primary vertices' },
  } as const;
  const schema = { columns: { ...scores.files['scores.arrow'].columns, ...own } };
  await writeColumns(join(folder, 'scores.arrow'), schema, columns, { kind: scores });
  return { node, base: node, axes: {}, params: {}, folder };
}

const context = () => ({
  output: mkdtempSync(join(root, `${folders++}-`)),
  scratch: root,
  key: keyOf(1),
  device: 'auto',
  axes: {},
  progress: () => undefined,
  record: () => undefined,
});
const json = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const columns = { lepton_pt: { bins: 4, low: 0, high: 1000 }, vertices: { bins: 7, low: 0, high: 7 } };

async function runHistograms(params: object, perturbed = attacked) {
  const to = context();
  const inputs = { nominal: await input('scores', nominal), variations: [await input('fgsm', perturbed)] };
  await histogramsTask.run({ ...to, inputs, params: histogramsTask.params.parse(params) });
  const bins = await readColumns(join(to.output, 'histograms.arrow'), histograms.files['histograms.arrow']);
  return { bins, tests: json(to.output, 'tests.json') as HistogramTests };
}

describe('statistics/histograms', () => {
  test('shows every observable that is asked for, in the order of the table', async () => {
    const bins = { bins: 2, low: 0, high: 1 };
    const { bins: found, tests } = await runHistograms(Object.fromEntries(jetObservables.map((name) => [name, bins])));
    expect([...new Set(found.observable)]).toEqual(observableNames);
    // x -> x^2 of a triangle 2 (1 - x): the largest distance of 2x - x^2 and 2 √x - x is 1/4 + ... of both classes not 0
    expect(tests.comparisons.every(({ distance }) => distance > 0.1)).toBe(true);
    expect(tests.columns).toBeUndefined();
  });

  test('shows own columns, TeV in GeV, as held: in no comparison', async () => {
    const { bins, tests } = await runHistograms({ columns });
    const rows = bins.observable.flatMap((name, row) => (name === 'lepton_pt' && bins.sample[row] === 'fgsm' && bins.class[row] === 'signal' ? [row] : [])); // prettier-ignore
    const ofSignal = leptons.filter((_, row) => labels[row] === 1);
    expect(rows.map((row) => bins.count[row])).toEqual(
      [0, 1, 2, 3].map((bin) => ofSignal.filter((pt) => Math.floor(4 * pt) === bin).length),
    );
    expect([bins.low[rows[1]!], bins.high[rows[1]!]]).toEqual([250, 500]);
    expect(new Set(tests.comparisons.map(({ observable }) => observable))).toEqual(new Set(['score', 'pt', 'mass', 'd2'])); // prettier-ignore
    expect(tests.columns).toEqual({
      lepton_pt: { unit: 'GeV', description: 'pT of the lepton' },
      vertices: { unit: '1', description: 'primary vertices' },
    });
  });

  test('refuses own columns that a variation does not hold', async () => {
    const moved = table((value) => value, (row) => (row === 5 ? 0.5 : leptons[row]!)); // prettier-ignore
    await expect(runHistograms({ columns }, moved)).rejects.toThrow(
      /^fgsm: row 5, column lepton_pt: expected [\d.]+ as in scores, found 500/,
    );
  });

  test.each([
    [{ tau21: columns.vertices }, /column tau21: expected a column of the jets that went along to the scores, found lepton_pt, vertices/], // prettier-ignore
    [
      { jet_mass: columns.vertices },
      /column jet_mass: expected a column of your own, found that of the observable mass/,
    ],
    [{ weight: columns.vertices }, /column weight: expected a column of your own, found one that every table of scores has/], // prettier-ignore
  ])('refuses %o', async (own, message) => {
    await expect(runHistograms({ columns: own })).rejects.toThrow(message);
    await expect(runHistograms({ columns: own })).rejects.toBeInstanceOf(InputError);
  });

  test('refuses own columns called as an observable is, and without a range', () => {
    const { error } = histogramsTask.params.safeParse({ columns: { mass: columns.vertices } });
    expect(error?.issues[0]).toMatchObject({ path: ['columns', 'mass'], message: 'expected another name: mass is an observable' }); // prettier-ignore
    expect(histogramsTask.params.safeParse({ columns: { vertices: { bins: 7 } } }).success).toBe(false);
    expect(histogramsTask.params.safeParse({ columns: { vertices: { low: 7, high: 0 } } }).success).toBe(false);
  });
});

test('statistics/control-region compares what is asked for, own columns among it', async () => {
  const to = context();
  const inputs = { nominal: await input('scores', nominal), perturbed: await input('adversary', attacked) };
  const unit = { low: 0, high: 1 };
  const asked = {
    pseudoExperiments: 20,
    ...Object.fromEntries(['pt', 'mass'].map((name) => [name, { low: 0, high: 1000 }])),
  };
  const params = controlRegionTask.params.parse({ ...asked, d2: unit, columns });
  await controlRegionTask.run({ ...to, inputs, params });
  const region = json(to.output, 'region.json') as ControlRegion;
  const names = region.tests.filter((one) => one.pseudodata === 'background' && one.region === 'control').map(({ observable }) => observable); // prettier-ignore
  expect(names).toEqual(['score', 'pt', 'mass', 'd2', 'lepton_pt', 'vertices']);
  expect(Object.keys(region.columns!)).toEqual(['lepton_pt', 'vertices']);
  const { background } = json(to.output, 'metrics.json') as ControlRegionMetrics;
  expect(background.d2!.chi2_per_ndf.description).toContain('chi2/ndf of jet D2 in the control region');
  expect(background.columns!['vertices']!.p.value).toBeGreaterThan(0);
  expect(background.any.detected.description).toContain('any of the classifier output, jet pT, jet mass, jet D2, lepton_pt and vertices with p < 0.05 / 6'); // prettier-ignore
  const bins = await readColumns(join(to.output, 'bins.arrow'), controlRegion.files['bins.arrow']);
  expect(bins.high[bins.observable.lastIndexOf('lepton_pt')]).toBe(1000);
});

describe('statistics/acceptance', () => {
  test('has a criterion on any observable', async () => {
    const to = context();
    const inputs = { nominal: await input('scores', nominal), perturbed: await input('adversary', attacked) };
    const limits = Object.fromEntries(observableNames.map((name) => [name, 0.5]));
    await acceptanceTask.run({ ...to, inputs, params: acceptanceTask.params.parse({ ks: limits }) });
    const { background } = json(to.output, 'metrics.json') as AcceptanceMetrics;
    expect(Object.keys(background).sort()).toEqual([...observableNames].sort());
    // all are the same numbers, but for the unit
    expect(new Set(Object.values(background).map(({ ks }) => ks.value.toFixed(9))).size).toBe(1);
    expect(background['width']!.ks.description).toContain('distribution functions of jet width of background jets');
  });

  test('refuses a criterion on an own column, and says why', () => {
    const { error } = acceptanceTask.params.safeParse({ ks: { vertices: 0.1 } });
    expect(error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['vertices'], path: ['ks'] });
    expect(error?.issues[0]?.message).toMatch(/^expected one of score, pt, mass, eta, d2, width, ptd, which are computed anew .* stays as it is/); // prettier-ignore
  });
});
