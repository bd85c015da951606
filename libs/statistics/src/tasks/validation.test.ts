// The tasks that ask whether an experiment would notice: control-region, exclusion, acceptance.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  controlRegion,
  observableColumns,
  scores,
  type ControlRegion,
  type ControlRegionMetrics,
  type Exclusion,
  type ExclusionMetrics,
  type AcceptanceMetrics,
} from '@jetdemon/artifacts';
import { InputError, keyOf, readColumns, writeColumns, type Input } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import controlRegionTask from './control-region.ts';
import exclusionTask from './exclusion.ts';
import acceptanceTask from './acceptance.ts';

const root = mkdtempSync(join(tmpdir(), 'validation-'));
afterAll(() => rmSync(root, { recursive: true }));

const jets = 1000;
const { labels, scores: values } = labelled(triangle(jets), parabola(jets));
const uniform = keyOf('observables').uniform();
const good = {
  label: labels,
  weight: new Float64Array(2 * jets).fill(1),
  score: Float32Array.from(values),
  ...observableColumns(() => new Float32Array(2 * jets)),
  jet_pt: Float32Array.from(values, () => 0.3 + 0.5 * uniform()), // TeV: 300 to 800 GeV
  jet_mass: Float32Array.from(values, () => 0.05 + 0.2 * uniform()), // 50 to 250 GeV
};
const attacked = { ...good, score: good.score.map((score, row) => (labels[row] === 1 ? score ** 2 : score)) };

let folders = 0;
function newFolder(): string {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  return folder;
}

async function input(node: string, table: typeof good): Promise<Input> {
  const folder = newFolder();
  await writeColumns(join(folder, 'scores.arrow'), scores.files['scores.arrow'], table, { kind: scores });
  return { node, base: node, axes: {}, params: {}, folder };
}

async function context(nominal: typeof good, perturbed: typeof good) {
  return {
    inputs: { nominal: await input('nominal-scores', nominal), perturbed: await input('adversary-scores', perturbed) },
    output: newFolder(),
    scratch: root,
    key: keyOf(1),
    device: 'auto',
    axes: {},
    progress: () => undefined,
    record: () => undefined,
  };
}

type Context = Awaited<ReturnType<typeof context>>;

const json = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

describe('statistics/control-region of jets without truth', () => {
  /** Background of the same distributions and a twentieth of signal, of which nobody says which is which. */
  const rows = (keep: (row: number) => boolean) =>
    Object.fromEntries(Object.entries(good).map(([name, column]) => [name, column.filter((_: number, row: number) => keep(row))])) as typeof good; // prettier-ignore
  const some = rows((row) => labels[row] === 0 || row % 20 === 0);
  const data = { ...some, label: some.label.map(() => 2) };
  const run = async (nominal: typeof good, perturbed: typeof good, params: object) => {
    const to = await context(nominal, perturbed);
    await controlRegionTask.run({
      ...to,
      params: controlRegionTask.params.parse({ pseudoExperiments: 50, ...params }),
    });
    const region = json(to.output, 'region.json') as ControlRegion;
    return { region, metrics: json(to.output, 'metrics.json') as ControlRegionMetrics };
  };
  const shapes = { pairing: 'unpaired', normalisation: 'data' };

  test('compares all of them with simulated background where its signal is rare', async () => {
    const { region, metrics } = await run(good, data, shapes);
    expect(region).toMatchObject({ unlabelled: true, pairing: 'unpaired', jets: { pseudodata: { signal: 0 } } });
    expect(region.treatment).toContain(
      'as many jets of another sample, whose truth is not known, as 50% of the nominal',
    );
    expect(metrics.with_signal).toBeUndefined();
    expect(metrics.background.mass!.p.description).toContain('jets without truth');
    // the same jets: pT and mass of half of them against the other half
    for (const name of ['pt', 'mass'] as const) expect(metrics.background[name]!.chi2_per_ndf.value).toBeLessThan(1.5);
    // it is the nominal signal that says where the region ends, as with data that have truth
    expect(region.thresholds.blinded_above).toBeCloseTo(0.175, 12);
  });

  test('finds a mass spectrum that is not the simulated one', async () => {
    const softer = { ...data, jet_mass: data.jet_mass.map((mass) => 0.05 + (mass - 0.05) * 0.7) };
    expect((await run(good, softer, shapes)).metrics.background.mass!.detected.value).toBeGreaterThan(0.95);
  });

  test.each([
    [
      'which would say how many background jets there are',
      { pairing: 'unpaired' },
      /normalisation: simulation, found none: .* normalisation: data compares shapes$/,
    ],
    [
      'row by row with jets that have it',
      { normalisation: 'data' },
      /found 1050 that are neither background nor signal: .* and statistics\/control-region as the perturbed ones with pairing: unpaired/,
    ],
  ])('refuses them %s', async (_, params, message) => {
    // prettier-ignore
    await expect(run(good, data, params)).rejects.toThrow(message);
  });

  test('refuses a nominal sample without truth, by which the region is chosen', async () => {
    await expect(run(data, good, shapes)).rejects.toThrow(/^nominal-scores: expected jets of both classes, found 1050/);
  });
});

test.each([
  { task: 'exclusion', run: (to: Context) => exclusionTask.run({ ...to, params: exclusionTask.params.parse({ pairing: 'unpaired', replicas: 100 }) }) },
  { task: 'acceptance', run: (to: Context) => acceptanceTask.run({ ...to, params: acceptanceTask.params.parse({ pairing: 'unpaired' }) }) },
])('statistics/$task refuses jets without truth, of which it would ask signal', async ({ run }) => {
  const data = { ...good, label: good.label.map(() => 2) };
  await expect(run(await context(good, data))).rejects.toThrow(
    /^adversary-scores: expected jets of both classes, found 2000 that are neither background nor signal/,
  );
}); // prettier-ignore

test('statistics/control-region writes bins in GeV, the region and the metrics', async () => {
  const to = await context(good, attacked);
  await controlRegionTask.run({ ...to, params: controlRegionTask.params.parse({ pseudoExperiments: 20 }) });
  const bins = await readColumns(join(to.output, 'bins.arrow'), controlRegion.files['bins.arrow']);
  expect(bins.low.length).toBe(2 * 3 * 40);
  const mass = bins.observable.indexOf('mass');
  expect([bins.low[mass], bins.high[mass]]).toEqual([50, 55]);
  const region = json(to.output, 'region.json') as ControlRegion;
  // parabola: eps_S(score < t) = 3 t^2 - 2 t^3 is 6.1% at 0.15, 10.4% at 0.2 and 8.1% at 0.175; 1 - (1 - t)^2 = 31.9%
  expect(region.thresholds.blinded_above).toBeCloseTo(0.175, 12);
  expect(region.control_region.background).toBeCloseTo(0.319, 2);
  expect(region.thresholds.optimum).toBeCloseTo(0.25, 1);
  expect(region.tests.map(({ pseudodata, observable, region: of }) => `${pseudodata} ${observable} ${of}`)).toEqual(
    ['background', 'with signal'].flatMap((name) => [
      `${name} score control`,
      `${name} score blinded`,
      `${name} pt control`,
      `${name} mass control`,
    ]),
  );
  const metrics = json(to.output, 'metrics.json') as ControlRegionMetrics;
  expect(metrics.background.any.detected.high).toBeGreaterThan(0);
  expect(metrics.with_signal?.score.chi2_per_ndf.description).toMatch(/signal/);
});

test('statistics/exclusion writes assumptions and metrics', async () => {
  const to = await context(good, attacked);
  await exclusionTask.run({ ...to, params: exclusionTask.params.parse({ replicas: 100 }) });
  const exclusion = json(to.output, 'exclusion.json') as Exclusion;
  expect(exclusion.assumptions).toEqual({
    signal: 200,
    background: 10000,
    background_uncertainty: 0.1,
    confidence: 0.95,
  });
  const metrics = json(to.output, 'metrics.json') as ExclusionMetrics;
  // at t = 1/4, x -> x^2: eps_S(1/2) = 1/2 instead of 27/32
  expect(metrics.true_over_observed.value).toBeCloseTo(27 / 16, 0);
  expect(metrics.limit_true.value).toBeGreaterThan(metrics.limit_observed.value);
});

test('statistics/acceptance writes the distances over their limits', async () => {
  const moved = { ...attacked, jet_pt: good.jet_pt.map((pt, row) => (row < 30 ? pt + 1 : pt)) };
  const to = await context(good, moved);
  await acceptanceTask.run({ ...to, params: acceptanceTask.params.parse({ ks: { pt: 0.015 } }) });
  const metrics = json(to.output, 'metrics.json') as AcceptanceMetrics;
  expect(metrics.background.pt!.ks.value).toBeGreaterThan(0.02);
  expect(metrics.background.pt!.ks.value).toBeLessThan(0.0301);
  expect(metrics.largest_ratio.value).toBe(metrics.background.pt!.ks_over_limit.value);
  expect(metrics.background.score!.ks.value).toBe(0);
  expect(metrics.signal.score!.ks_over_limit.value).toBeGreaterThan(10);
});

test('the limits of the paper are the defaults, one by one', () => {
  expect(acceptanceTask.params.parse({})).toMatchObject({ ks: { mass: 0.04, pt: 0.04, score: 0.02 }, pairing: 'rows' });
  expect(acceptanceTask.params.parse({ ks: { pt: 1 } })).toMatchObject({ ks: { mass: 0.04, pt: 1, score: 0.02 } });
  expect(acceptanceTask.params.safeParse({ ks: { pt: 0 } }).success).toBe(false);
});

describe.each([
  {
    task: controlRegionTask,
    run: (to: Awaited<ReturnType<typeof context>>) =>
      controlRegionTask.run({ ...to, params: controlRegionTask.params.parse({}) }),
  },
  {
    task: exclusionTask,
    run: (to: Awaited<ReturnType<typeof context>>) =>
      exclusionTask.run({ ...to, params: exclusionTask.params.parse({}) }),
  },
  {
    task: acceptanceTask,
    run: (to: Awaited<ReturnType<typeof context>>) =>
      acceptanceTask.run({ ...to, params: acceptanceTask.params.parse({}) }),
  },
])('$task.name refuses, by the name of the node,', ({ run }) => {
  test('a score that is NaN', async () => {
    const bad = { ...good, score: good.score.with(2, NaN) };
    const message = 'adversary-scores: row 2, column score: expected a number in [0, 1], found NaN';
    const place = { node: 'adversary-scores', row: 2, column: 'score' };
    await expect(run(await context(good, bad))).rejects.toMatchObject({ name: 'InputError', message, ...place });
  });

  test('other jets than the nominal ones', async () => {
    const bad = { ...good, label: good.label.with(0, 1) };
    const refused = InputError.at(
      { node: 'adversary-scores', row: 0, column: 'label' },
      'expected 0 as in nominal-scores, found 1: a variation is the nominal jets, moved; for other jets say pairing: unpaired',
    );
    await expect(run(await context(good, bad))).rejects.toEqual(refused);
  });
});
