import { beforeAll, describe, expect, test } from 'vitest';
import { toCsv } from '../csv.ts';
import { renderSvg } from '../render.ts';
import { samplesToShow } from '../samples.ts';
import { significanceFigure, type SignificanceData } from './figure.ts';
import { binormal, binormalCurves } from '../../testing/binormal.ts';
import { tipsOf } from '../../testing/tips.ts';

const moved = { nominal: 0, 'fgsm-scores': 0.4, 'random-scores': 0.01 };
const shifts = { HL: 1.14, LL: 1.66 };

const usual = { 'fgsm-scores': 'after FGSM', 'random-scores': 'random control' };

function data(labels: Record<string, string> = usual): SignificanceData {
  const curves = Object.entries(shifts).flatMap(([network, shift]) =>
    binormalCurves({ shift, samples: moved }).map((point) => ({ network, ...point })),
  );
  const optima = Object.entries(shifts).map(([network, shift]) => ({
    network,
    auc: 0.812,
    seeds: 1,
    byHalves: false,
    threshold: 0.7,
    points: Object.entries(moved).map(([sample, by]) => {
      const { significance } = binormal(0.7, shift, by);
      return { sample, significance, low: significance - 0.1, high: significance + 0.1 };
    }),
  }));
  return {
    curves,
    optima,
    samples: samplesToShow(Object.keys(moved), labels),
    minimumBackground: 20,
    compare: 'Fig. 2',
  };
}

describe('the table', () => {
  test('holds the points of both networks, row for row', () => {
    const { table } = significanceFigure(data());
    const row = table.find((one) => one.network === 'LL' && one.sample === 'fgsm-scores' && one.threshold === 0.5)!;
    expect(row.significance).toBe(binormal(0.5, 1.66, 0.4).significance);
    expect(new Set(table.map(({ network, sample }) => `${network} ${sample}`)).size).toBe(6);
  });

  test('ends where too few background jets pass', () => {
    const { table } = significanceFigure({ ...data(), minimumBackground: 100 });
    expect(Math.min(...table.map(({ background_jets }) => Number(background_jets)))).toBeGreaterThanOrEqual(100);
    expect(table.length).toBeLessThan(data().curves.length);
  });

  test('leaves out samples that are not shown', () => {
    const { table } = significanceFigure(data({ 'fgsm-scores': 'attack' }));
    expect(new Set(table.map(({ sample }) => sample))).toEqual(new Set(['nominal', 'fgsm-scores']));
  });

  test('is written with the columns of the kind, network first', () => {
    const { table, columns } = significanceFigure(data());
    expect(toCsv(table, columns).split('\r\n')[0]).toBe(
      'network,sample,threshold,signal_efficiency,background_efficiency,significance,low,high,background_jets',
    );
  });
});

describe('the drawing', () => {
  let svg = '';
  const count = (pattern: RegExp) => svg.match(pattern)?.length ?? 0;
  beforeAll(async () => {
    const figure = significanceFigure(data());
    svg = await renderSvg(figure.spec, figure.alt);
  });

  test('has a line per sample and network, told apart by dashes as well as colours', () => {
    expect(count(/<g class="mark-line[^>]*><path[^>]*stroke="#0072B2"/g)).toBe(2);
    expect(count(/<path[^>]*stroke="#D55E00"[^>]*stroke-dasharray="7,3"/g)).toBe(3); // two panels and the legend
    expect(count(/<path[^>]*stroke="#009E73"[^>]*stroke-dasharray="2,2"/g)).toBe(3);
  });

  test('has a band per sample and network', () => {
    expect(count(/<g class="mark-area/g)).toBe(6);
  });

  test('has the optimum and the line of no gain in each panel, and an error bar per marker', () => {
    expect(count(/<line[^>]*stroke-dasharray="1,2"/g)).toBe(2);
    expect(count(/<line[^>]*stroke-dasharray="5,4"/g)).toBe(2);
    expect(count(/<g class="mark-symbol[^>]*layer/g)).toBe(6);
    expect(count(/<line[^>]*stroke-width="1.6"/g)).toBe(6);
  });

  test('says what its axes, lines and panels are', () => {
    expect(count(/>classifier threshold</g)).toBe(2);
    expect(svg).toMatch(/>significance ε<tspan[^>]*>S<\/tspan>/);
    for (const text of ['HL', 'LL', 'nominal', 'after FGSM', 'random control', 'nominal optimum 0.70', 'AUC 0.812']) {
      expect(svg).toContain(`>${text}</text>`);
    }
  });
});

test('the alternative text gives the numbers at the optimum', () => {
  const { alt } = significanceFigure(data());
  const before = binormal(0.7, 1.66).significance.toFixed(2);
  const after = binormal(0.7, 1.66, 0.4).significance.toFixed(2);
  expect(alt).toContain(`LL, at the nominal optimum 0.70: nominal ${before}, after FGSM ${after}, random control`);
});

test('the caption says what the bands hold, and which figure of the paper to compare', () => {
  const one = data();
  const mean = {
    ...one,
    compare: 'Fig. 4 of arXiv:1910.08606',
    optima: one.optima.map((optimum) => ({ ...optimum, seeds: 3 })),
  };
  expect(significanceFigure(one).caption).toContain('68% bootstrap intervals over test jets');
  const { caption } = significanceFigure(mean);
  expect(caption).toContain('means over trainings with different seeds (3 of each network)');
  expect(caption).toContain('over test jets and seeds');
  expect(caption).toContain('Compare Fig. 4 of arXiv:1910.08606');
});

test('samples of one name share a legend entry and a look, each in its panel; a third panel starts a second row', async () => {
  const { curves, optima, ...rest } = data();
  const renamed = (sample: string) => (sample === 'fgsm-scores' ? 'undertrained-fgsm-scores' : sample);
  const copies = curves
    .filter(({ network, sample }) => network === 'HL' && sample !== 'random-scores')
    .map((point) => ({ ...point, network: 'early', sample: renamed(point.sample) }));
  const early = {
    ...optima[0]!,
    network: 'early',
    points: optima[0]!.points.map((point) => ({ ...point, sample: renamed(point.sample) })),
  };
  const found = [...Object.keys(moved), 'undertrained-fgsm-scores'];
  const samples = samplesToShow(found, { 'fgsm-scores': 'attack', 'undertrained-fgsm-scores': 'attack' });
  const figure = significanceFigure({ ...rest, curves: [...curves, ...copies], optima: [...optima, early], samples });
  const svg = await renderSvg(figure.spec, figure.alt);
  const dashed = svg.match(/<path[^>]*stroke="#D55E00"[^>]*stroke-dasharray="7,3"/g) ?? [];
  expect(dashed).toHaveLength(4); // three panels and the legend
  expect(svg.match(/>attack<\/text>/g)).toHaveLength(1);
  expect(new Set(figure.table.map(({ sample }) => sample))).toContain('undertrained-fgsm-scores');
  expect(svg).toMatch(/concat_1_concat_0_group/);
  const { alt } = figure;
  expect(alt).toMatch(/early, at the nominal optimum 0\.70: nominal [\d.]+, attack [\d.]+\.$/);
});

test('shows threshold and significance with its interval under the pointer', async () => {
  const { significance } = binormal(0.5, 1.66, 0.4);
  const tips = await tipsOf(significanceFigure(data()).spec);
  expect(tips).toContainEqual(
    expect.stringContaining(`after FGSM; threshold: 0.500; ε_{S} / √ε_{B}: ${significance.toFixed(3)}; 68% from: `),
  );
});

test('the caption says where markers are: on the curve, or at the optimum of the other half', () => {
  const one = data();
  const halves = { ...one, optima: one.optima.map((optimum) => ({ ...optimum, byHalves: true })) };
  expect(significanceFigure(one).caption).toContain('curve peaks, and every curve there.');
  expect(significanceFigure(halves).caption).toContain('at the optimum of the other half, so not on the curve.');
});
