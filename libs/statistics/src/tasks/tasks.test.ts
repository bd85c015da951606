import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { histograms, observableColumns, scores, significance, type ObservableColumn } from '@jetdemon/artifacts';
import { InputError, keyOf, readColumns, writeColumns, type Input } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import type { HistogramTests, SignificanceMetrics } from '@jetdemon/artifacts';
import histogramsTask from './histograms.ts';
import significanceTask from './significance.ts';

const root = mkdtempSync(join(tmpdir(), 'statistics-'));
afterAll(() => rmSync(root, { recursive: true }));

type Table = Record<'label', Uint8Array> &
  Record<'weight', Float64Array> &
  Record<'score' | ObservableColumn, Float32Array>;

const jets = 300;
const { labels, scores: values } = labelled(triangle(jets), parabola(jets));
const good: Table = {
  label: labels,
  weight: new Float64Array(2 * jets).fill(1),
  score: Float32Array.from(values),
  ...observableColumns(() => new Float32Array(2 * jets)),
  jet_pt: Float32Array.from(values, (value) => 0.3 + value / 2), // TeV: 300 to 800 GeV
  jet_mass: Float32Array.from(values, (value) => 0.05 + value / 5), // 50 to 250 GeV
  jet_d2: Float32Array.from(values, (value) => 10 * value),
};
const attacked: Table = { ...good, score: good.score.map((score) => score ** 2) };

let folders = 0;
const newFolder = () => {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  return folder;
};

async function input(base: string, table: Table, axes: Input['axes'] = {}): Promise<Input> {
  const folder = newFolder();
  await writeColumns(join(folder, 'scores.arrow'), scores.files['scores.arrow'], table, { kind: scores });
  const point = Object.entries(axes).map(([axis, value]) => `${axis}=${value}`);
  return { node: [base, ...point].join('@'), base, axes, params: {}, folder };
}

const context = (nominal: Input, variations: readonly Input[]) => ({
  inputs: { nominal, variations },
  output: newFolder(),
  scratch: root,
  key: keyOf(1),
  device: 'auto',
  axes: {},
  progress: () => undefined,
  record: () => undefined,
});

async function runSignificance(nominal: Input, variations: readonly Input[], given: Record<string, unknown> = {}) {
  const to = context(nominal, variations);
  await significanceTask.run({ ...to, params: significanceTask.params.parse({ replicas: 100, ...given }) });
  const metrics = JSON.parse(readFileSync(join(to.output, 'metrics.json'), 'utf8')) as SignificanceMetrics;
  return { metrics, curves: await readColumns(join(to.output, 'curves.arrow'), significance.files['curves.arrow']) };
}

async function runHistograms(nominal: Input, variations: readonly Input[], given: Record<string, unknown> = {}) {
  const to = context(nominal, variations);
  await histogramsTask.run({ ...to, params: histogramsTask.params.parse(given) });
  const tests = JSON.parse(readFileSync(join(to.output, 'tests.json'), 'utf8')) as HistogramTests;
  return { tests, bins: await readColumns(join(to.output, 'histograms.arrow'), histograms.files['histograms.arrow']) };
}

describe('statistics/significance', () => {
  test('writes curves and metrics, each variation under the base name of its node', async () => {
    const { metrics, curves } = await runSignificance(await input('scores', good, { network: 'll' }), [
      await input('fgsm-scores', attacked, { network: 'll' }),
      await input('random-scores', good, { network: 'll' }),
    ]);
    expect(metrics.peak.value).toBeCloseTo(9 / 8, 1);
    expect(metrics.jets).toMatchObject({ signal: jets, background: jets });
    expect(metrics.convention).toMatchObject({ replicas: 100, interval: 0.68, minimum_background: 20 });
    expect(Object.keys(metrics.variations)).toEqual(['fgsm-scores', 'random-scores']);
    // x -> x^2 is monotone: the peak stays, but at the square of its threshold
    expect(metrics.variations['fgsm-scores']!.loss_peak_to_peak).toMatchObject({ value: 0, low: 0, high: 0 });
    // of each half; the mean of two squares is not the square of the mean
    expect(metrics.variations['fgsm-scores']!.threshold.value).toBeCloseTo(metrics.threshold.value ** 2, 3);
    expect(metrics.variations['fgsm-scores']!.loss_at_nominal_optimum.value).toBeGreaterThan(0);
    expect(new Set(curves.sample)).toEqual(new Set(['nominal', 'fgsm-scores', 'random-scores']));
    expect(curves.significance.every(Number.isFinite) && curves.high.every(Number.isFinite)).toBe(true);
  });

  test('tells variations of one base apart by the axes on which they differ', async () => {
    const { metrics } = await runSignificance(await input('scores', good), [
      await input('fgsm', attacked, { epsilon: 1, seed: 3 }),
      await input('fgsm', good, { epsilon: 2, seed: 3 }),
      await input('random', good, { seed: 3 }),
    ]);
    expect(Object.keys(metrics.variations)).toEqual(['fgsm@epsilon=1', 'fgsm@epsilon=2', 'random']);
  });

  test('refuses fewer background jets than the convention asks', async () => {
    const few = Object.fromEntries(
      Object.entries(good).map(([name, column]) => [name, column.slice(jets - 19)]),
    ) as Table;
    await expect(runSignificance(await input('scores', few), [])).rejects.toEqual(
      InputError.at({ node: 'scores' }, 'expected at least 20 background jets, found 19'),
    );
  });

  test('measures other jets, of other numbers and weights, by themselves when they are said to be unpaired', async () => {
    const there = Array.from(labels.keys()).filter((row) => row % 2 === 0 || labels[row] === 1);
    const picked = <A extends Table[keyof Table]>(column: A) => column.filter((_, row) => there.includes(row)) as A;
    const other = Object.fromEntries(Object.entries(attacked).map(([name, column]) => [name, picked(column)])) as Table;
    other.weight = Float64Array.from(other.label, (_, row) => 1 + (row % 2));
    const inputs = [await input('scores', good), [await input('herwig-scores', other)]] as const;
    const { metrics } = await runSignificance(...inputs, { pairing: 'unpaired' });
    expect(metrics.convention.pairing).toBe('unpaired');
    expect(metrics.convention.description).toContain('other jets than the nominal ones');
    expect(metrics.jets).toMatchObject({ signal: 300, background: 300, variations: { 'herwig-scores': { signal: 300, background: 150 } } }); // prettier-ignore
    // as many of weight 1 as of 2: (3/2)^2 / (5/2) = 9/10
    expect(metrics.jets.variations!['herwig-scores']!.effective!.background).toBeCloseTo(135, 9);
    // what is said of the other sample is what is said of it alone
    const alone = await runSignificance(await input('scores', other), []);
    for (const name of ['auc', 'peak', 'threshold', 'mean_signal_score'] as const)
      expect(metrics.variations['herwig-scores']![name].value).toBe(alone.metrics[name].value);
    // and of the nominal one what is said without variations, to the bit
    const nominal = (await runSignificance(inputs[0], [])).metrics;
    for (const name of ['auc', 'peak', 'threshold', 'mean_background_score'] as const)
      expect(metrics[name]).toEqual(nominal[name]);
  });

  test('refuses unlabelled jets by what they lack, and says what takes them', async () => {
    const data = { ...good, label: good.label.map(() => 2) };
    const run = runSignificance(await input('scores', good), [await input('data', data)], { pairing: 'unpaired' });
    await expect(run).rejects.toThrow(
      'data: expected jets of both classes, found 600 that are neither background nor signal: what tells the two apart needs the truth; ' +
        'statistics/histograms takes jets without it',
    );
  });

  test('refuses an unpaired variation with fewer background jets than the convention asks', async () => {
    const few = Object.fromEntries(
      Object.entries(good).map(([name, column]) => [name, column.slice(jets - 19)]),
    ) as Table;
    await expect(
      runSignificance(await input('scores', good), [await input('few', few)], { pairing: 'unpaired' }),
    ).rejects.toEqual(InputError.at({ node: 'few' }, 'expected at least 20 background jets, found 19'));
  });

  test('takes a nominal sample alone', async () => {
    expect((await runSignificance(await input('scores', good), [])).metrics.variations).toEqual({});
  });

  test.each([
    { name: 'a replica too few', params: { replicas: 99 } },
    { name: 'an interval of 100%', params: { interval: 1 } },
    { name: 'an unknown parameter', params: { replica: 1000 } },
  ])('refuses $name', ({ params }) => {
    expect(significanceTask.params.safeParse(params).success).toBe(false);
  });
});

describe('event weights', () => {
  const weigh = (table: Table, of: (row: number) => number): Table => ({ ...table, weight: Float64Array.from(labels, (_, row) => of(row)) }); // prettier-ignore
  const results = async (of: (row: number) => number, tables = [good, attacked]) => {
    const [nominal, varied] = tables.map((table) => weigh(table, of)) as [Table, Table];
    const inputs = [await input('scores', nominal), [await input('fgsm', varied)]] as const;
    return [await runSignificance(...inputs), await runHistograms(...inputs)];
  };

  test('that are all alike, or alike in each class, change no bit of any result', async () => {
    const counted = await results(() => 1);
    expect(await results(() => 0.1)).toEqual(counted);
    expect(await results((row) => (labels[row] ? 1e-7 : 3))).toEqual(counted);
  });

  test('of 0 leave their jets out', async () => {
    const there = Array.from(labels.keys()).filter((row) => row % 3 > 0);
    const picked = (table: Table) =>
      Object.fromEntries(
        Object.entries(table).map(([name, column]) => [name, column.filter((_: number, row: number) => row % 3 > 0)]),
      ) as Table;
    const zeros = await results((row) => row % 3);
    const nominal = picked(weigh(good, (row) => row % 3));
    const varied = picked(weigh(attacked, (row) => row % 3));
    const inputs = [await input('scores', nominal), [await input('fgsm', varied)]] as const;
    expect(zeros).toEqual([await runSignificance(...inputs), await runHistograms(...inputs)]);
    expect(nominal.label.length).toBe(there.length);
  });

  test('of either sign are measured with, and quoted as effective jets', async () => {
    const [{ metrics }] = (await results((row) => (row % 10 ? 1 : -0.5))) as [Awaited<ReturnType<typeof runSignificance>>, unknown]; // prettier-ignore
    // of 300 jets 270 of weight 1 and 30 of -1/2: 255^2 / 277.5
    expect(metrics.jets.effective).toEqual({ signal: expect.closeTo(255 ** 2 / 277.5, 9), background: expect.closeTo(255 ** 2 / 277.5, 9) }); // prettier-ignore
    expect(metrics.jets).toMatchObject({ signal: 300, background: 300 });
  });
});

describe('statistics/histograms', () => {
  test('writes histograms in GeV and the distances', async () => {
    const { bins, tests } = await runHistograms(await input('scores', good), [await input('fgsm', attacked)]);
    const row = bins.observable.findIndex((name, at) => name === 'mass' && bins.sample[at] === 'nominal');
    expect([bins.low[row], bins.high[row]]).toEqual([50, 55]);
    expect(bins.count.reduce((sum, count) => sum + count, 0)).toBe(2 * 2 * jets * 4);
    const distances = Object.fromEntries(
      tests.comparisons.map((one) => [`${one.class} ${one.observable}`, one.distance]),
    );
    // (1 - u^2)^2 - (1 - u)^2 with u = sqrt(t) is largest at u = (sqrt(3) - 1) / 2: (3 sqrt(3) - 9/2) / 2 = 0.348
    expect(distances['background score']).toBeCloseTo((3 * Math.sqrt(3) - 4.5) / 2, 2);
    expect(distances['background pt']).toBe(0);
  });

  test('compares jets without truth as a whole, weighted as their file has them', async () => {
    const data = { ...good, label: good.label.map(() => 2) };
    const skewed = { ...good, weight: Float64Array.from(labels, (label) => (label ? 3 : 1)) };
    const inputs = [
      await input('scores', skewed),
      [await input('data', data), await input('other', attacked)],
    ] as const;
    const { tests, bins } = await runHistograms(...inputs, { pairing: 'unpaired' });
    const scores = tests.comparisons.filter(({ observable }) => observable === 'score');
    expect(scores.map((one) => `${one.sample} ${one.class}`)).toEqual(['other background', 'other signal', 'data all']);
    // Where signal is three times as heavy: F = (F_b + 3 F_s) / 4 against (F_b + F_s) / 2, of F_b = 1 - (1 - t)^2 and
    // F_s = 1 - (1 - t)^2 (1 + 2 t): (F_b - F_s) / 4 = t (1 - t)^2 / 2, at most 2/27 at t = 1/3
    expect(scores.at(-1)!.distance).toBeCloseTo(2 / 27, 2);
    const whole = bins.count.filter((_, row) => bins.class[row] === 'all' && bins.observable[row] === 'score' && bins.sample[row] === 'nominal'); // prettier-ignore
    expect(whole.reduce((sum, count) => sum + count, 0)).toBeCloseTo(2 * jets, 9);
  });

  test('compares jets without truth with themselves attacked, row by row, as a whole', async () => {
    const unknown = (table: Table): Table => ({ ...table, label: table.label.map(() => 2) });
    const inputs = [await input('data', unknown(good)), [await input('fgsm', unknown(attacked))]] as const;
    const { tests, bins } = await runHistograms(...inputs);
    const found = tests.comparisons.map(({ sample, class: name, observable }) => `${sample} ${name} ${observable}`);
    expect(found).toEqual(['score', 'pt', 'mass', 'd2'].map((observable) => `fgsm all ${observable}`));
    // the largest difference of both samples' cumulative counts
    const sorted = [good, attacked].map(({ score }) => Float64Array.from(score).sort());
    const below = (scores: Float64Array, at: number) => scores.filter((score) => score <= at).length / scores.length;
    const steps = sorted.flatMap((scores) => [...scores]).map((at) => Math.abs(below(sorted[0]!, at) - below(sorted[1]!, at))); // prettier-ignore
    expect(tests.comparisons[0]!.distance).toBeCloseTo(Math.max(...steps), 12);
    expect(bins.count.reduce((sum, count) => sum + count, 0)).toBe(2 * 2 * jets * 4);
    // rows of other weights are other jets
    const heavier = { ...unknown(attacked), weight: Float64Array.from(labels, (_, row) => 1 + (row === 7 ? 1 : 0)) };
    await expect(runHistograms(inputs[0], [await input('heavy', heavier)])).rejects.toMatchObject({
      row: 7,
      column: 'weight',
    });
  });

  test('takes one edge of one observable and keeps the other defaults', () => {
    const parsed = histogramsTask.params.parse({ mass: { high: 300 } });
    expect(parsed.mass).toEqual({ bins: 40, low: 50, high: 300 });
    expect(parsed.score).toEqual({ bins: 40, low: 0, high: 1 });
    expect(histogramsTask.params.safeParse({ mass: { high: 50 } }).success).toBe(false);
  });
});

const mend = 'a variation is the nominal jets, moved; for other jets say pairing: unpaired';
const changed = (column: 'label' | 'weight' | 'score' | 'jet_pt' | 'jet_d2', row: number, value: number): Table => ({
  ...good,
  [column]: good[column].with(row, value),
});
const cut = Object.fromEntries(Object.entries(good).map(([name, column]) => [name, column.slice(1)])) as Table;

/** An error of those words about that node, whose fields say the row and the column that the words say. */
const placed = (node: string, message: string) => {
  const [, row, column] = /^(?:row (\d+), )?column (\w+): /.exec(message) ?? [];
  return {
    name: 'InputError',
    message: `${node}: ${message}`,
    node,
    ...(row !== undefined && { row: Number(row) }),
    ...(column !== undefined && { column }),
  };
};

describe.each([
  { task: 'significance', run: runSignificance },
  { task: 'histograms', run: runHistograms },
])('statistics/$task refuses, by the name of the node,', ({ run }) => {
  test.each([
    { name: 'a score that is NaN', bad: changed('score', 2, NaN), message: 'row 2, column score: expected a number in [0, 1], found NaN' }, // prettier-ignore
    { name: 'a score above 1', bad: changed('score', 0, 1.5), message: 'row 0, column score: expected a number in [0, 1], found 1.5' }, // prettier-ignore
    { name: 'a label of no class', bad: changed('label', 4, 3), message: 'row 4, column label: expected 0, 1 or 2, found 3' }, // prettier-ignore
    { name: 'an infinite observable', bad: changed('jet_d2', 1, Infinity), message: 'row 1, column jet_d2: expected a finite number, found Infinity' }, // prettier-ignore
    { name: 'a weight that is NaN', bad: changed('weight', 3, NaN), message: 'row 3, column weight: expected a finite number, found NaN' }, // prettier-ignore
    { name: 'a class of no weight', bad: { ...good, weight: good.weight.map((_, row) => (labels[row] ? 1 : 0)) }, message: 'column weight: expected finite weights of a sum above 0 of background (label 0), found a sum of 0' }, // prettier-ignore
    { name: 'a class of negative weight', bad: { ...good, weight: good.weight.map((_, row) => (labels[row] ? -1 : 1)) }, message: 'column weight: expected finite weights of a sum above 0 of signal (label 1), found a sum of -300' }, // prettier-ignore
    { name: 'no signal', bad: { ...good, label: new Uint8Array(2 * jets) }, message: 'expected jets of both classes, found no signal (label 1)' }, // prettier-ignore
    { name: 'no background', bad: { ...good, label: good.label.map(() => 1) }, message: 'expected jets of both classes, found no background (label 0)' }, // prettier-ignore
  ])('$name', async ({ bad, message }) => {
    const refused = placed('bad-scores', message);
    await expect(run(await input('bad-scores', bad), [])).rejects.toMatchObject(refused);
    await expect(run(await input('scores', good), [await input('bad-scores', bad)])).rejects.toMatchObject(refused);
  });

  test.each([
    {
      name: 'fewer jets than nominal',
      bad: cut,
      message: 'expected the 600 jets of scores, row by row, found 599: ' + mend,
    },
    {
      name: 'other jets than nominal',
      bad: changed('label', 0, 1),
      message: 'row 0, column label: expected 0 as in scores, found 1: ' + mend,
    },
    {
      name: 'other weights than nominal',
      bad: changed('weight', 6, 2),
      message: 'row 6, column weight: expected 1 as in scores, found 2: ' + mend,
    },
  ])('a variation of $name', async ({ bad, message }) => {
    const refused = placed('fgsm', message);
    await expect(run(await input('scores', good), [await input('fgsm', bad)])).rejects.toMatchObject(refused);
  });

  test('a variation called nominal', async () => {
    const refused = run(await input('scores', good), [await input('nominal', attacked)]);
    await expect(refused).rejects.toThrow('nominal: expected another name than nominal for a variation');
  });
});
