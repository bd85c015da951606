import { join } from 'node:path';
import { significance } from '@jetdemon/artifacts';
import { InputError, readColumns } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import { studentFactor } from '../intervals/student.ts';
import type { SignificanceMetrics } from '@jetdemon/artifacts';
import { curve, metricsOf, Workspace } from '../testing/workspace.ts';
import averageTask from './average.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const points = [...curve('nominal', [1, 1.5]), ...curve('fgsm', [1, 1.25])];
const good = metricsOf(0.75, { fgsm: 0.25 });

async function average(runs: Parameters<typeof averageTask.run>[0]['inputs']['runs']) {
  const result = await workspace.run(averageTask, {}, { runs });
  const file = 'curves.arrow';
  return {
    metrics: result.json('metrics.json') as SignificanceMetrics,
    curves: await readColumns(join(result.folder, file), significance.files[file]),
  };
}

describe('statistics/average', () => {
  test('passes one training through and says that its seed is not covered', async () => {
    const { metrics, curves } = await average([await workspace.significance('significance@seed=1', good, points)]);
    const description = 'as agreed; one training, the spread over training seeds is not covered';
    expect(metrics).toEqual({ ...good, convention: { ...good.convention, description } });
    expect(curves.sample).toEqual(points.map(({ sample }) => sample));
    expect([...curves.high]).toEqual(points.map(({ high }) => high));
  });

  test('averages three: values, intervals, curves', async () => {
    const { metrics, curves } = await average(
      await Promise.all(
        [-1, 0, 1].map((step) =>
          workspace.significance(
            `significance@network=ll+seed=${step + 2}`,
            metricsOf(0.75 + step / 16, { fgsm: 0.25 + step / 8, random: 0 }),
            [
              ...curve('nominal', step < 1 ? [1, 1.5 + step / 4, 1.25] : [1, 1.5 + step / 4]),
              ...curve('fgsm', [1, 1.25]),
              ...curve('random', [1]),
            ],
          ),
        ),
      ),
    );
    // spread of {-1, 0, 1} d is d; jets 1/64 as in each, seeds t d / sqrt(3)
    const error = (step: number) => Math.hypot(1 / 64, (studentFactor(0.68, 2) * step) / Math.sqrt(3));
    expect(metrics.auc).toMatchObject({ value: 0.75, spread: 1 / 16, description: 'it' });
    expect(metrics.auc.high).toBeCloseTo(0.75 + error(1 / 16), 12);
    const { fgsm, random } = metrics.variations;
    expect(fgsm!.loss_at_nominal_optimum).toMatchObject({ value: 0.25, spread: 1 / 8 });
    expect(fgsm!.loss_at_nominal_optimum.low).toBeCloseTo(0.25 - error(1 / 8), 12);
    expect(random!.loss_at_nominal_optimum).toMatchObject({ value: 0, low: -1 / 64, high: 1 / 64, spread: 0 });
    expect(metrics.jets).toEqual(good.jets);
    expect(metrics.convention).toMatchObject({ seeds: 3, interval: 0.68, minimum_background: 20, replicas: 1000 });
    expect(metrics.convention.description).toMatch(/^as agreed; means over 3 training seeds.*1\.31/);

    // the third has no threshold 0.5
    expect(curves.sample).toEqual(['nominal', 'nominal', 'fgsm', 'fgsm', 'random']);
    expect([...curves.threshold]).toEqual([0, 0.25, 0, 0.25, 0]);
    expect([...curves.significance]).toEqual([1, 1.5, 1, 1.25, 1]);
    expect(curves.high[1]).toBeCloseTo(1.5 + error(1 / 4), 12);
    expect(curves.high[3]).toBeCloseTo(1.25 + 1 / 64, 12);
    expect([...curves.background_jets]).toEqual([100, 90, 100, 90, 100]);
  });

  test.each([
    {
      name: 'another network',
      node: 'significance@network=hl+seed=2',
      metrics: good,
      message: 'expected points of one node that differ in seed alone, found significance@network=ll+seed=1',
    },
    {
      name: 'other jets',
      node: 'significance@network=ll+seed=2',
      metrics: { ...good, jets: { ...good.jets, signal: 99 } },
      message:
        'expected test jets as in significance@network=ll+seed=1 (100 signal, 200 background), found 99 signal, 200 background',
    },
    {
      name: 'other variations',
      node: 'significance@network=ll+seed=2',
      metrics: { ...good, variations: {} },
      message: 'expected variations as in significance@network=ll+seed=1 (fgsm), found none',
    },
    {
      name: 'another interval',
      node: 'significance@network=ll+seed=2',
      metrics: { ...good, convention: { ...good.convention, interval: 0.95 } },
      message: 'expected an interval as in significance@network=ll+seed=1 (0.68), found 0.95',
    },
  ])('refuses $name by the name of the node', async ({ node, metrics, message }) => {
    const runs = [
      await workspace.significance('significance@network=ll+seed=1', good, points),
      await workspace.significance(node, metrics, points),
    ];
    await expect(average(runs)).rejects.toEqual(InputError.at({ node }, message));
  });

  test('refuses curves without a threshold in common, and none at all', async () => {
    const runs = [
      await workspace.significance('significance@seed=1', good, points),
      await workspace.significance('significance@seed=2', good, curve('nominal', [1])),
    ];
    await expect(average(runs)).rejects.toThrow('found none of the sample fgsm');
    await expect(average([])).rejects.toThrow('expected at least one result to average, found none');
  });
});
