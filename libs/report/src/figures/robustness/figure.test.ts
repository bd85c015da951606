import type { RobustnessMetrics } from '@jetdemon/artifacts';
import { expect, test } from 'vitest';
import { tipsOf } from '../../testing/tips.ts';
import { toCsv } from '../csv.ts';
import { renderSvg } from '../render.ts';
import { robustnessFigure } from './figure.ts';

const quoted = (value: number, error = 0.05) => ({ value, low: value - error, high: value + error, description: '' });

const network = (node: string, peak: number, kept: number, certain?: number) => ({
  ...{ node, auc: quoted(0.8), peak: quoted(peak), worst: 'pgd-scores' },
  attacks: { 'pgd-scores': { significance: quoted(kept), loss: quoted(1 - kept / peak) } },
  kept: { value: kept, low: kept - 0.05, high: kept + 0.05 },
  ...(certain !== undefined && { certified: { significance: quoted(certain), loss: quoted(0.2), node: `${node}-certain` } }), // prettier-ignore
});

const metrics: RobustnessMetrics = {
  networks: { hl: network('a', 2, 1), defended: network('b', 1.8, 1.4), bounded: network('c', 1.3, 1.2, 1.1) },
  ...{ today: 'hl', best: 'defended', certain: 'bounded', avoidable: { value: 0.4, low: 0.3, high: 0.5 } },
  convention: { interval: 0.68, seeds: 3, description: 'bootstrap' },
};
const names = { 'network=hl': 'high-level network', bounded: 'bounded slope', 'pgd-scores': 'PGD' };

test('the caption answers in its first sentence', () => {
  expect(robustnessFigure(metrics, names).caption).toMatch(
    /^Of 3 networks, bounded slope has the best guarantee, ε_\{S\}\/√ε_\{B\} of at least 1\.100 ± 0\.050 under any attack within the budget \(1\.300 ± 0\.050 without one\); under the attacks made here defended keeps the most, 1\.400 ± 0\.050 of 1\.800 ± 0\.050, where high-level network keeps 1\.000 ± 0\.050 of 2\.000 ± 0\.050: 40 ± 10% of that loss is avoidable\. /,
  );
});

test('draws every network by name, and what is certain where something is', async () => {
  const { spec, alt, table, columns } = robustnessFigure(metrics, names);
  const svg = await renderSvg(spec, alt);
  for (const name of ['high-level network', 'defended', 'bounded slope', 'certain under any'])
    expect(svg).toContain(`>${name}</text>`);
  expect(toCsv(table, columns).split('\r\n')[3]).toMatch(/^bounded slope,0\.8,.*,PGD,1\.2,.*,1\.1,/);
  expect(toCsv(table, columns).split('\r\n')[1]).toMatch(/,NaN,NaN,NaN$/);
  const tips = await tipsOf(spec);
  expect(tips).toHaveLength(3 + 1);
  expect(tips).toContain('network: bounded slope; without attack: 1.30; certain: 1.10');
});

test('without a certificate it says so', async () => {
  const { hl, defended } = metrics.networks;
  const without = { ...metrics, certain: undefined, networks: { hl: hl!, defended: defended! } };
  const { spec, caption, alt } = robustnessFigure(without, names);
  expect(caption).toContain('none has a guarantee; ');
  expect(await renderSvg(spec, alt)).not.toContain('certain under any');
});
