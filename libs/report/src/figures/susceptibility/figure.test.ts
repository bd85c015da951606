import { beforeAll, describe, expect, test } from 'vitest';
import { toCsv } from '../csv.ts';
import { renderSvg } from '../render.ts';
import type { SusceptibilityData } from './data.ts';
import { susceptibilityFigure } from './figure.ts';
import { straightLine } from '../../testing/susceptibility.ts';
import { tipsOf } from '../../testing/tips.ts';

const published = [{ label: 'paper, LL', auc: 0.88, loss: 0.25 }];

function data(seeds = 3, options: Partial<SusceptibilityData> = {}): SusceptibilityData {
  const { points, metrics } = straightLine(seeds);
  return {
    points,
    ...metrics.convention,
    slope: metrics.slope,
    names: { full: 'fully trained', hl: 'high-level network' },
    published,
    ...options,
  };
}

test('the table has every network, every mean and the paper’s values', () => {
  const { table, columns } = susceptibilityFigure(data());
  expect(table).toHaveLength(4 * (3 + 1) + 1);
  const lines = toCsv(table, columns).split('\r\n');
  expect(lines[0]).toBe('stage,seed,auc,auc_low,auc_high,loss,loss_low,loss_high');
  expect(lines).toContain('"paper, LL",paper,0.88,NaN,NaN,0.25,NaN,NaN');
});

describe('the drawing', () => {
  let svg = '';
  const count = (pattern: RegExp) => svg.match(pattern)?.length ?? 0;
  beforeAll(async () => {
    const { spec, alt } = susceptibilityFigure(
      data(3, { names: { half: 'half way', full: 'fully trained', hl: 'high-level network' } }),
    );
    svg = await renderSvg(spec, alt);
  });

  test('has a filled mean per stage, and a small hollow point per training', () => {
    expect(count(/<path[^>]*fill="#0072B2"/g)).toBe(3 + 1); // and the legend
    expect(count(/<path[^>]*stroke="#0072B2" stroke-width="1.1"/g)).toBe(9);
    expect(count(/<path[^>]*fill="#D55E00"/g)).toBe(1 + 1);
    expect(count(/<path[^>]*stroke="#D55E00" stroke-width="1.1"/g)).toBe(3);
  });

  test('has error bars in both directions on every mean', () => {
    expect(count(/<line[^>]*y2="0"[^>]*stroke-width="1.5"/g)).toBe(4);
    expect(count(/<line[^>]*x2="0"[^>]*stroke-width="1.5"/g)).toBe(4);
  });

  test('has the paper’s value open, the line of no loss, and names', () => {
    expect(count(/<path[^>]*stroke="#5a5a5a" stroke-width="1.6"/g)).toBe(1);
    expect(count(/<line[^>]*stroke-dasharray="5,4"/g)).toBe(1);
    for (const text of ['early', 'half way', 'fully trained', 'paper, LL', 'AUC', 'loss at the nominal optimum']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(count(/>high-level network<\/text>/g)).toBe(2); // its point and the legend
  });
});

test('one training has no hollow points, and the caption does not speak of means', async () => {
  const { spec, alt, caption } = susceptibilityFigure(data(1, { published: [] }));
  const svg = await renderSvg(spec, alt);
  expect(svg).not.toContain('stroke-width="1.1"');
  expect(svg).not.toContain('>one training</text>');
  expect(svg).not.toContain('>paper</text>');
  expect(caption).not.toContain('means over 1 trainings');
});

test('caption and alternative text say the slope per 0.01 of AUC, and what intervals hold', () => {
  const { caption, alt } = susceptibilityFigure(data());
  // 2 per unit of AUC is 2 percentage points per 0.01.
  expect(alt).toContain('Slope 2.0 ± 0.6% of the significance per 0.01 of AUC.');
  expect(caption).toContain('means over 3 training seeds');
  expect(alt).toContain('early, AUC 0.800, 3.0%; half, AUC 0.830, 9.0%; fully trained, AUC 0.860, 15.0%.');
});

test('shows every training, every mean and every published value under the pointer', async () => {
  const tips = await tipsOf(susceptibilityFigure(data()).spec);
  expect(tips).toHaveLength(4 * (3 + 1) + 1);
  expect(tips).toContain('paper: paper, LL; AUC: 0.8800; loss: 25.0%');
  expect(tips).toContainEqual(
    expect.stringMatching(/^network: fully trained; AUC: 0.\d{4}; 68% from: .*; loss: .*%; from: .*; up to: .*%$/),
  );
});
