// Limits and significances beside pyhf's on the same histograms: the numbers carried here (make.py), and where JETDEMON_PEERS is a
// Python that has requirements.txt, those of the workspace that our task writes, which pyhf checks against its schema.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  observableColumns,
  scores,
  type LimitsMetrics,
  type PyhfWorkspace,
} from '../../../libs/artifacts/src/index.ts';
import { clsOf, discoverySignificance, limitsOf, testStatistic, type Cls } from '../../../libs/statistics/src/exclusion/asymptotic.ts'; // prettier-ignore
import { templateLikelihood } from '../../../libs/statistics/src/limits/template-likelihood.ts';
import task from '../../../libs/statistics/src/tasks/limits.ts';
import { modelOf } from '../../../libs/statistics/src/testing/pyhf.ts';
import { keyOf, writeColumns, type Input } from '../../../libs/workflow/src/index.ts';

interface Found {
  readonly cls: readonly (Cls & { readonly mu: number })[];
  readonly limit: Cls;
  readonly z_observed: number;
  readonly z_expected: number;
}
type Cases = Readonly<Record<string, Found & { readonly workspace: PyhfWorkspace }>>;

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const carried = read(join(import.meta.dirname, 'expected.json')) as Cases;

/** Relative; pyhf's own fits agree among its optimisers to some 1e-5. */
const precision = 1e-4;

function near(found: Cls, expected: Cls): void {
  [found.observed, ...found.expected].forEach((value, at) => {
    expect(Math.abs(value / [expected.observed, ...expected.expected][at]! - 1)).toBeLessThan(precision);
  });
}

function compare({ workspace, ...expected }: Cases[string]): void {
  const { model, counts } = modelOf(workspace);
  const likelihood = templateLikelihood(model);
  const statistic = testStatistic(likelihood, likelihood.counted(counts));
  for (const { mu, ...cls } of expected.cls) near(clsOf(statistic, mu), cls);
  near(limitsOf(statistic, likelihood.scale, 0.95), expected.limit);
  const z = (of: readonly number[]) => discoverySignificance(likelihood, likelihood.counted(of));
  expect(Math.abs(z(counts) - expected.z_observed)).toBeLessThan(precision);
  const asimov = counts.map((_, bin) => model.samples.reduce((sum, sample) => sum + sample.counts[bin]!, 0));
  expect(Math.abs(z(asimov) - expected.z_expected)).toBeLessThan(precision);
}

describe('carried numbers of pyhf', () => {
  test.each(Object.keys(carried))('%s', (name) => compare(carried[name]!));
});

const peers = process.env['JETDEMON_PEERS'] ?? '';

describe.skipIf(peers === '')('pyhf now', () => {
  const root = mkdtempSync(join(tmpdir(), 'pyhf-'));
  afterAll(() => rmSync(root, { recursive: true }));
  test('reads the workspace that statistics/limits writes, and finds its numbers', { timeout: 300_000 }, async () => {
    const uniform = keyOf('pyhf').uniform();
    const label = Uint8Array.from({ length: 4000 }, (_, row) => row % 2);
    const score = Float64Array.from(label, (one) => Math.max(uniform(), one === 1 ? uniform() : 0));
    const input = async (node: string, power: number): Promise<Input> => {
      const folder = join(root, node);
      mkdirSync(folder);
      const table = {
        ...{
          label,
          weight: new Float64Array(label.length).fill(1),
          score: Float32Array.from(score, (one) => one ** power),
        },
        ...observableColumns(() => new Float32Array(label.length)),
      };
      await writeColumns(join(folder, 'scores.arrow'), scores.files['scores.arrow'], table, { kind: scores });
      return { node, base: node, axes: {}, params: {}, folder };
    };
    const output = join(root, 'limits');
    mkdirSync(output);
    await task.run({
      params: task.params.parse({
        replicas: 100,
        nuisances: { scale: { up: 'up', down: 'down' }, resolution: { up: 'wide' } },
      }),
      inputs: {
        nominal: await input('nominal', 1),
        variations: [await input('up', 0.98), await input('down', 1.03), await input('wide', 0.995)],
        perturbed: [await input('attacked', 1.02)],
      },
      output,
      ...{ scratch: root, key: keyOf(1), device: 'auto', axes: {}, progress: () => undefined, record: () => undefined },
    });
    const metrics = read(join(output, 'metrics.json')) as LimitsMetrics;
    const file = join(root, 'task.json');
    const arguments_ = [join(import.meta.dirname, 'make.py'), file, join(output, 'workspace.json')];
    const made = spawnSync(peers, arguments_, { encoding: 'utf8' });
    expect(made.stderr).toBe('');
    const { limit, z_expected } = read(file) as { limit: { observed: number }; z_expected: number };
    expect(Math.abs(metrics.z_expected.value - z_expected)).toBeLessThan(precision);
    expect(Math.abs(metrics.limit_observed!.value / 200 / limit.observed - 1)).toBeLessThan(precision);
  });
});
