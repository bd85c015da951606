import { expect, test } from 'vitest';
import { growthMetrics } from '../../testing/growth.ts';
import { tipsOf } from '../../testing/tips.ts';
import { toCsv } from '../csv.ts';
import { renderSvg } from '../render.ts';
import { growthFigure } from './figure.ts';

const names = { 'network=ll': 'low-level network', 'way=literal': 'to the letter', free: 'without criteria' };

test('draws a panel per network and a line and a point per way', async () => {
  const { spec, alt, table, columns } = growthFigure(growthMetrics, names);
  const svg = await renderSvg(spec, alt);
  for (const name of ['low-level network', 'hl', 'to the letter', 'without criteria', 'wide'])
    expect(svg).toContain(`>${name}</text>`);
  expect(toCsv(table, columns).split('\r\n')[2]).toBe('ll,literal,128000,0.05,0,0.05');
  expect(table).toHaveLength(10);
  const tips = await tipsOf(spec);
  expect(tips).toHaveLength(10 + 5);
  expect(tips).toContain('way: without criteria; loss, test: 40.0%; 68% from: 38.0%; to: 42.0%');
});
