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
const undertrained = (stage: string, seed: number, auc: number, loss: number) =>
  result(`undertrained-significance@network=ll+stage=${stage}+seed=${seed}`, metricsOf(auc, { 'undertrained-adversary-scores': loss })); // prettier-ignore
const full = (network: string, seed: number, auc: number, loss: number) =>
  result(
    `significance@network=${network}+seed=${seed}`,
    metricsOf(auc, { 'fgsm-scores': 0.5, 'adversary-scores': loss }),
  );

const names = { 'significance@network=ll': 'full', 'significance@network=hl': 'hl' };
const stages = ['low', 'middle', 'full'];

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
  const run = await workspace.run(susceptibilityTask, params as { stages: string[] }, { curves });
  const file = 'points.arrow';
  return {
    metrics: run.json('metrics.json') as SusceptibilityMetrics,
    points: await readColumns(join(run.folder, file), susceptibility.files[file]),
  };
}

describe('statistics/susceptibility', () => {
  test('writes every network and the means over seeds, stage by stage', async () => {
    const { points, metrics } = await measure(await good(), { stages, names });
    expect(points.stage.map((stage, row) => `${stage} ${points.seed[row]}`)).toEqual([
      ...['low 1', 'low 2', 'low mean', 'middle 1', 'middle 2', 'middle mean', 'full 1', 'full 2', 'full mean'],
      ...['hl 1', 'hl mean'],
    ]);
    expect([...points.loss]).toEqual([0, 0, 0, 0.125, 0.25, 0.1875, 0.25, 0.5, 0.375, 0.125, 0.125]);
    expect(points.loss_high[0]).toBe(1 / 64);
    expect(points.auc_low[8]).toBe(0.875 - 1 / 64);
    // values 1/4 and 1/2: s / sqrt(2) = 1/8
    const seeds = studentFactor(0.68, 1) / 8;
    expect(points.loss_high[8]).toBeCloseTo(0.375 + Math.hypot(1 / 64, seeds), 12);
    expect(metrics.stages['full']).toMatchObject({ seeds: 2, loss: { value: 0.375 }, auc: { value: 0.875 } });
    expect(Object.keys(metrics.stages)).toEqual([...stages, 'hl']);
  });

  test('takes difference and slope of each seed by itself, without what lies off the stages', async () => {
    const { metrics } = await measure(await good(), { stages, names });
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
    expect(convention).toMatchObject({ interval: 0.68, stages: stages, seeds: 2 });
  });

  test('says of one training that its seed is not covered', async () => {
    const [low, , top] = await good();
    const { metrics, points } = await measure([low!, top!], {
      stages: ['low', 'full'],
      names: { significance: 'full' },
    });
    expect(metrics.convention.description).toContain('not the spread over training seeds');
    expect(metrics.full_minus_lowest.value).toBe(0.25);
    expect([...points.seed]).toEqual(['1', 'mean', '1', 'mean']);
  });

  test.each([
    {
      name: 'a name that is no node',
      params: { stages, names: { significans: 'full' } },
      message: 'names.significans: unknown node significans, did you mean significance?',
    },
    {
      name: 'a name for a node with a stage',
      params: { stages, names: { ...names, 'undertrained-significance@seed=1': 'full' } },
      message:
        'names.undertrained-significance@seed=1: expected a node without a stage, undertrained-significance@network=ll+stage=low+seed=1 is low already',
    },
    {
      name: 'a node without a stage',
      params: { stages, names: { 'significance@network=ll': 'full' } },
      message: 'significance@network=hl+seed=1: expected an axis stage, or a stage under names, found neither',
    },
    {
      name: 'a stage that is none',
      params: { stages: ['low', 'top'], names },
      message: 'expected a network of stage top, found none',
    },
    {
      name: 'a stage without one of the seeds',
      params: { stages: ['hl', 'full'], names },
      message: 'expected stage hl for seed 2, found none',
    },
    {
      name: 'two of the same stage and seed',
      params: { stages, names: { significance: 'full' } },
      message:
        'significance@network=hl+seed=1: expected another stage or seed than significance@network=ll+seed=1, found the same',
    },
    {
      name: 'two of the variations',
      params: { stages, names, variations: ['undertrained-adversary-scores', 'adversary-scores', 'fgsm-scores'] },
      message:
        'significance@network=ll+seed=1: expected exactly one of the variations undertrained-adversary-scores, adversary-scores, fgsm-scores, found fgsm-scores, adversary-scores',
    },
  ])('refuses $name', async ({ params, message }) => {
    await expect(measure(await good(), params)).rejects.toMatchObject({ name: 'InputError', message });
  });

  test('refuses stages of equal AUCs', async () => {
    const curves = await Promise.all([undertrained('low', 1, 0.75, 0), undertrained('middle', 1, 0.75, 0.25)]);
    await expect(measure(curves, { stages: ['low', 'middle'] })).rejects.toEqual(
      new InputError('expected stages of different AUC for seed 1, found all alike'),
    );
  });
});
