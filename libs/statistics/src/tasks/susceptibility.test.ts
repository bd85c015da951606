import { join } from 'node:path';
import { susceptibility } from '@jetdemon/artifacts';
import { InputError, readColumns, type Input } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import type { SignificanceMetrics, SusceptibilityMetrics } from '@jetdemon/artifacts';
import { studentFactor } from '../intervals/student.ts';
import { curve, metricsOf, Workspace } from '../testing/workspace.ts';
import susceptibilityTask from './susceptibility.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const result = (node: string, metrics: SignificanceMetrics) =>
  workspace.significance(node, metrics, curve('nominal', [1]));
const undertrained = (rung: string, seed: number, auc: number, loss: number) =>
  result(`undertrained-significance@network=ll+rung=${rung}+seed=${seed}`, metricsOf(auc, { 'undertrained-demon-scores': loss })); // prettier-ignore
const full = (network: string, seed: number, auc: number, loss: number) =>
  result(`significance@network=${network}+seed=${seed}`, metricsOf(auc, { 'fgsm-scores': 0.5, 'demon-scores': loss }));

const names = { 'significance@network=ll': 'full', 'significance@network=hl': 'hl' };
const rungs = ['low', 'middle', 'full'];

/** Loss 2 (AUC - 3/4) with seed 1, twice that with seed 2. */
const good = () =>
  Promise.all([
    undertrained('low', 1, 0.75, 0),
    undertrained('middle', 1, 0.8125, 0.125),
    full('ll', 1, 0.875, 0.25),
    undertrained('low', 2, 0.75, 0),
    undertrained('middle', 2, 0.8125, 0.25),
    full('ll', 2, 0.875, 0.5),
    full('hl', 1, 0.75, 0.125),
  ]);

async function measure(curves: readonly Input[], params: Parameters<typeof susceptibilityTask.params.parse>[0]) {
  const run = await workspace.run(susceptibilityTask, params as { rungs: string[] }, { curves });
  const file = 'points.arrow';
  return {
    metrics: run.json('metrics.json') as SusceptibilityMetrics,
    points: await readColumns(join(run.folder, file), susceptibility.files[file]),
  };
}

describe('statistics/susceptibility', () => {
  test('writes every network and the means over seeds, rung by rung', async () => {
    const { points, metrics } = await measure(await good(), { rungs, names });
    expect(points.rung.map((rung, row) => `${rung} ${points.seed[row]}`)).toEqual([
      ...['low 1', 'low 2', 'low mean', 'middle 1', 'middle 2', 'middle mean', 'full 1', 'full 2', 'full mean'],
      ...['hl 1', 'hl mean'],
    ]);
    expect([...points.loss]).toEqual([0, 0, 0, 0.125, 0.25, 0.1875, 0.25, 0.5, 0.375, 0.125, 0.125]);
    expect(points.loss_high[0]).toBe(1 / 64);
    expect(points.auc_low[8]).toBe(0.875 - 1 / 64);
    // values 1/4 and 1/2: s / sqrt(2) = 1/8
    const seeds = studentFactor(0.68, 1) / 8;
    expect(points.loss_high[8]).toBeCloseTo(0.375 + Math.hypot(1 / 64, seeds), 12);
    expect(metrics.rungs['full']).toMatchObject({ seeds: 2, loss: { value: 0.375 }, auc: { value: 0.875 } });
    expect(Object.keys(metrics.rungs)).toEqual([...rungs, 'hl']);
  });

  test('takes difference and slope of each seed by itself, without what lies off the ladder', async () => {
    const { metrics } = await measure(await good(), { rungs, names });
    const { full_minus_lowest: difference, slope, convention } = metrics;
    expect(difference.value).toBe(0.375);
    const jets = Math.SQRT2 / 64;
    expect(difference.low).toBeCloseTo(0.375 - Math.hypot(jets, studentFactor(0.68, 1) / 8), 12);
    expect(slope.value).toBeCloseTo(3, 12); // mean of 2 and 4
    expect(slope.spread).toBeCloseTo(Math.SQRT2, 12);
    // sum (x - <x>)^2 = 2 / 16^2, so b has an error of 16 / sqrt(2) that of y, and b times that of x
    const perSeed = [2, 4].map((b) => (16 / Math.SQRT2 / 64) * Math.hypot(1, b));
    const mean = (perSeed[0]! + perSeed[1]!) / 2;
    expect(slope.high - slope.value).toBeCloseTo(Math.hypot(mean, studentFactor(0.68, 1)), 9);
    expect(convention).toMatchObject({ interval: 0.68, ladder: rungs, seeds: 2 });
  });

  test('says of one training that its seed is not covered', async () => {
    const [low, , top] = await good();
    const { metrics, points } = await measure([low!, top!], {
      rungs: ['low', 'full'],
      names: { significance: 'full' },
    });
    expect(metrics.convention.description).toContain('not the spread over training seeds');
    expect(metrics.full_minus_lowest.value).toBe(0.25);
    expect([...points.seed]).toEqual(['1', 'mean', '1', 'mean']);
  });

  test.each([
    {
      name: 'a name that is no node',
      params: { rungs, names: { significans: 'full' } },
      message: 'names.significans: unknown node significans, did you mean significance?',
    },
    {
      name: 'a name for a node with a rung',
      params: { rungs, names: { ...names, 'undertrained-significance@seed=1': 'full' } },
      message:
        'names.undertrained-significance@seed=1: expected a node without a rung, undertrained-significance@network=ll+rung=low+seed=1 is low already',
    },
    {
      name: 'a node without a rung',
      params: { rungs, names: { 'significance@network=ll': 'full' } },
      message: 'significance@network=hl+seed=1 expected an axis rung, or a rung under names, found neither',
    },
    {
      name: 'a rung that is none',
      params: { rungs: ['low', 'top'], names },
      message: 'expected a network of rung top, found none',
    },
    {
      name: 'a rung without one of the seeds',
      params: { rungs: ['hl', 'full'], names },
      message: 'expected rung hl for seed 2, found none',
    },
    {
      name: 'two of the same rung and seed',
      params: { rungs, names: { significance: 'full' } },
      message:
        'significance@network=hl+seed=1 expected another rung or seed than significance@network=ll+seed=1, found the same',
    },
    {
      name: 'two of the variations',
      params: { rungs, names, variations: ['undertrained-demon-scores', 'demon-scores', 'fgsm-scores'] },
      message:
        'significance@network=ll+seed=1 expected exactly one of the variations undertrained-demon-scores, demon-scores, fgsm-scores, found fgsm-scores, demon-scores',
    },
  ])('refuses $name', async ({ params, message }) => {
    await expect(measure(await good(), params)).rejects.toEqual(new InputError(message));
  });

  test('refuses a ladder of equal AUCs', async () => {
    const curves = await Promise.all([undertrained('low', 1, 0.75, 0), undertrained('middle', 1, 0.75, 0.25)]);
    await expect(measure(curves, { rungs: ['low', 'middle'] })).rejects.toEqual(
      new InputError('expected rungs of different AUC for seed 1, found all alike'),
    );
  });
});
