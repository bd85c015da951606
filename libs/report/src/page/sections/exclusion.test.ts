import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@jetdemon/artifacts';
import { expect, test } from 'vitest';
import pageTask from '../../tasks/page.ts';
import { quoted } from '../../testing/contents.ts';
import { runTask } from '../../testing/run.ts';

const stated = (value: number) => ({ value, uncertainty: 'no interval', description: 'it' });

test('limits with known variations profiled: expected, claimed and true, and if all were known', async () => {
  const root = mkdtempSync(join(tmpdir(), 'limits-page-'));
  const folder = join(root, 'limits');
  mkdirSync(folder);
  await limits.write(folder, {
    'limits.json': {
      assumptions: { signal: 200, background: 10_000, background_uncertainty: 0.1, confidence: 0.95 },
      edges: [0, 0.5, 1],
      nuisances: [{ name: 'energy scale', pull: 0.25 }],
      convention: '2 bins of the score',
    },
    'metrics.json': {
      z_expected: stated(2.5),
      z_exact: quoted(3.5, 0.1),
      significance_cost: stated(0.286),
      limit_expected: stated(151),
      limit_expected_low: quoted(108, 3),
      limit_expected_high: quoted(213, 5),
      limit_exact: quoted(117, 4),
      z_observed: stated(1.5),
      limit_observed: stated(123),
      limit_true: stated(181),
      true_over_observed: quoted(1.47, 0.1),
    },
    'workspace.json': { channels: [], observations: [], measurements: [], version: '1.0.0' },
  });
  const input = { node: 'limits', base: 'limits', axes: {}, params: {}, kind: limits.name, folder };
  await runTask(pageTask, {}, { results: [input] }, join(root, 'page'));
  const text = readFileSync(join(root, 'page', 'index.html'), 'utf8').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '); // prettier-ignore
  for (const row of [
    'upper limit on signal jets produced 151 123 181',
    'the same if all were known exactly 117.0 ± 4.0 – –',
    'discovery significance 2.5 1.5 –',
    'profiled: energy scale; 2 bins of the score',
  ]) {
    expect(text).toContain(row);
  }
  rmSync(root, { recursive: true });
});
