import type { TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { renderSvg } from './render.ts';
import { config } from './style.ts';

const spec: TopLevelSpec = {
  config,
  data: { values: [{ x: 1, y: 2 }] },
  mark: { type: 'point', clip: true },
  encoding: {
    x: { field: 'x', type: 'quantitative', title: 'jet p_{T} [GeV]' },
    y: { field: 'y', type: 'quantitative', title: 'D_{2}' },
  },
};

test('the same specification gives the same bytes, also the second time in one process', async () => {
  expect(await renderSvg(spec, 'a')).toBe(await renderSvg(spec, 'a'));
});

test('a drawing is named for those who cannot see it, with what is unsafe escaped', async () => {
  const svg = await renderSvg(spec, 'p_{T} < 1 & "so"');
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="pT &lt; 1 &amp; &quot;so&quot;"/);
});

test('subscripts are lowered, and the line goes on at its height', async () => {
  const svg = await renderSvg(spec, 'a');
  expect(svg).toContain(
    '>jet p<tspan dy="0.3em" font-size="0.75em">T</tspan><tspan dy="-0.225em"> [GeV]</tspan></text>',
  );
  expect(svg).toContain('>D<tspan dy="0.3em" font-size="0.75em">2</tspan></text>');
  expect(svg).not.toContain('_{');
});

test('coordinates have at most two decimals', async () => {
  const svg = await renderSvg({ ...spec, data: { values: [{ x: 1 / 3, y: 2 / 7 }] } }, 'a');
  expect(svg.match(/(?:d|transform)="[^"]*\.\d{3}[^"]*"/g)).toBeNull();
});

test('a figure whose data is elsewhere is refused', async () => {
  await expect(renderSvg({ ...spec, data: { url: 'table.csv' } }, 'a')).rejects.toThrow('table.csv');
});

test('what Vega-Lite warns about is an error', async () => {
  const wrong = { ...spec, mark: { type: 'bar' }, encoding: { ...spec.encoding, shape: { field: 'x' } } };
  await expect(renderSvg(wrong as TopLevelSpec, 'a')).rejects.toThrow(/^internal: figure: /);
});
