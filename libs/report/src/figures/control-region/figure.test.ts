import { beforeAll, describe, expect, test } from 'vitest';
import { controlRegionFigure, wordsOf, type RegionData, type RegionTest } from './figure.ts';
import { renderSvg } from '../render.ts';
import { closedFormRegion, regionThresholds } from '../../testing/control-region.ts';
import { tipsOf } from '../../testing/tips.ts';

const { rows, region } = closedFormRegion();

function data(networks: readonly string[], { pseudodata = 'background', unblinded = false } = {}): RegionData {
  const of = <T extends { pseudodata: string }>(all: readonly T[]) =>
    networks.flatMap((network) =>
      all.filter((one) => one.pseudodata === pseudodata).map((one) => ({ ...one, network })),
    );
  return {
    bins: of(rows),
    tests: of(region.tests) as (RegionTest & { pseudodata: string })[],
    thresholds: networks.map((network) => ({
      network,
      blinded: regionThresholds.blinded_above,
      optimum: regionThresholds.optimum,
    })),
    treatments: [region.treatment],
    withSignal: pseudodata === 'with signal',
    unblinded,
  };
}

describe('the table', () => {
  const { table, columns } = controlRegionFigure(data(['LL']));

  test('has every bin of each observable, and whether it is blinded', () => {
    expect(table).toHaveLength(3 * 40);
    expect(table.filter(({ blinded }) => blinded === 1)).toHaveLength(26);
    expect(columns.every((column) => column in table[0]!)).toBe(true);
  });

  test('has the ratio of pseudodata to model, undefined without a model', () => {
    const row = table.find(({ observable, low }) => observable === 'pt' && low === 312.5)!;
    expect(row.ratio).toBeCloseTo(Number(row.observed) / Number(row.model), 12);
    expect(Number(row.ratio_low)).toBeLessThan(Number(row.ratio));
    const [bin] = data(['LL']).bins;
    const empty = controlRegionFigure({ ...data(['LL']), bins: [bin!, { ...bin!, low: 0.9, model: 0 }] });
    expect(empty.table.map(({ ratio }) => Number.isNaN(ratio))).toEqual([false, true]);
  });

  test('leaves out jets of the blinded region where the observable is not the classifier output', () => {
    const bins = data(['LL']).bins.map((bin) => ({ ...bin, blinded: 1 }));
    const observables = controlRegionFigure({ ...data(['LL']), bins }).table.map(({ observable }) => observable);
    expect(new Set(observables)).toEqual(new Set(['score']));
  });
});

describe('the drawing', () => {
  const figure = controlRegionFigure(data(['LL']));
  let svg = '';
  const count = (pattern: RegExp) => svg.match(pattern)?.length ?? 0;
  beforeAll(async () => {
    svg = await renderSvg(figure.spec, figure.alt);
  });

  test('has a panel and a ratio panel per observable', () => {
    for (const at of [1, 2, 3, 4, 5, 6]) expect(svg).toContain(`concat_${at}_concat_0_group`);
    expect(count(/>pseudodata<\/tspan><tspan[^>]*>\/ model</g)).toBe(3);
    for (const title of ['jets / 0.025', 'jets / 12.5 GeV', 'jets / 3.75 GeV', 'classifier output P(signal)']) {
      expect(svg).toContain(`>${title}</text>`);
    }
  });

  test('says chi2, ndf and p in each panel, and what the marks are', () => {
    const shown = region.tests.filter((one) => one.pseudodata === 'background' && one.region === 'control');
    expect(shown).toHaveLength(3);
    for (const one of shown) {
      expect(svg).toContain(`>χ²/ndf = ${one.chi2.toFixed(1)}/${one.ndf}, p = 0.57</text>`);
    }
    for (const text of ['LL', 'pseudodata', 'background model', 'blinded', 'expected optimum', 'optimum 0.82']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).not.toContain('unblinded');
  });

  test('has a point with an error bar in every bin that has jets and is not blinded, and none that is', () => {
    const shown = figure.table.filter(({ observed, blinded }) => Number(observed) > 0 && blinded === 0);
    // In its panel and in the ratio below; the legend has one more. Points are of the colour of the ink.
    expect(count(/<path[^>]*fill="#1a1a1a"[^>]*stroke="#1a1a1a"/g)).toBe(2 * shown.length + 1);
    expect(count(/<line[^>]*stroke="#1a1a1a" stroke-width="1"/g)).toBe(2 * shown.length + 1);
    expect(count(/<path[^>]*fill="white"[^>]*stroke="#1a1a1a"/g)).toBe(0);
  });

  test('has the optimum as a line and the blinded region in grey, in the panel and in its ratio', () => {
    expect(count(/<line[^>]*stroke="#007a4d"/g)).toBe(3); // and the legend
    expect(count(/<path[^>]*fill="#8c8c8c"/g)).toBe(3);
  });
});

test('unblinded, the blinded bins have hollow points and a chi2 of their own', async () => {
  const figure = controlRegionFigure(data(['LL'], { pseudodata: 'with signal', unblinded: true }));
  const svg = await renderSvg(figure.spec, figure.alt);
  const opened = figure.table.filter(({ observed, blinded }) => Number(observed) > 0 && blinded === 1);
  expect(opened).toHaveLength(26);
  expect(svg.match(/<path[^>]*fill="white"[^>]*stroke="#1a1a1a"/g)).toHaveLength(2 * opened.length + 1);
  expect(svg).toMatch(/>blinded: χ²\/ndf = [\d.]+\/26, p = 2·10⁻⁷</);
  expect(svg).toContain('>unblinded</text>');
  expect(figure.caption).toContain('perturbed background and signal');
});

test('two networks are two columns', async () => {
  const { spec, alt, caption } = controlRegionFigure(data(['HL', 'LL']));
  const svg = await renderSvg(spec, alt);
  expect(svg.match(/<g class="mark-group role-scope concat_\d_concat_\d_group/g)).toHaveLength(12);
  expect(caption).toContain('Control region: a fixture of a closed form; no jet in both.');
  expect(alt).toMatch(/HL, classifier output P\(signal\): χ²\/ndf = /);
});

test('p is said with two digits, in powers of ten below 0.001', () => {
  const p = (value: number) => wordsOf({ chi2: 25, ndf: 40, p: value });
  expect(p(0.969)).toBe('χ²/ndf = 25.0/40, p = 0.97');
  expect(p(0.0123)).toBe('χ²/ndf = 25.0/40, p = 0.012');
  expect(p(3.4e-15)).toBe('χ²/ndf = 25.0/40, p = 3·10⁻¹⁵');
  expect(p(0)).toBe('χ²/ndf = 25.0/40, p < 10⁻⁹⁹');
});

test('shows model and pseudodata of a bin under the pointer, but nothing of the blinded region', async () => {
  const [first] = data(['LL']).bins.filter(({ observable }) => observable === 'pt');
  const bin = { ...first!, low: 300, high: 310, model: 80, model_error: 4, observed: 100 };
  const bins = [bin, { ...bin, observable: 'score', low: 0.9, high: 1, blinded: 1 }];
  const tips = await tipsOf(controlRegionFigure({ ...data(['LL']), bins }).spec);
  expect(tips).toHaveLength(2);
  // Garwood's interval of 100 jets, 68%: [90.0, 111.0] (PDG, Statistics, eq. 40.66 with alpha = 0.16).
  expect(tips[0]).toMatch(
    /^jet p_\{T\} \[GeV\] from: 300; below: 310; model: 80.0; ±: 4.0; pseudodata: 100; 68% from: 90\.\d; to: 111\.\d$/,
  );
  expect(tips[1]).toMatch(/pseudodata \/ model: 1.250; 68% from: 1\.1\d+; to: 1\.3\d+$/);
});

test('sums of weights have the error of their squares, counts Garwood’s', () => {
  const weighted = data(['LL']);
  const [first, ...others] = weighted.bins;
  const { table } = controlRegionFigure({
    ...weighted,
    bins: [{ ...first!, observed: -0.5, observed_error: 2, model: 4 }, ...others],
  });
  expect(table[0]).toMatchObject({ observed_low: -2.5, observed_high: 1.5, ratio: -0.125, ratio_high: 0.375 });
});
