import { beforeAll, describe, expect, test } from 'vitest';
import type { Bin } from './ratios.ts';
import { distributionsFigure } from './figure.ts';
import { renderSvg } from '../render.ts';
import { samplesToShow } from '../samples.ts';
import { binormalHistograms } from '../../testing/binormal.ts';
import { tipsOf } from '../../testing/tips.ts';

const samples = { nominal: 0, 'fgsm-scores': 0.4, 'random-scores': 0.01 };
const shown = samplesToShow(Object.keys(samples), { 'fgsm-scores': 'after FGSM' });
const bins: Bin[] = Object.entries({ HL: 1.14, LL: 1.66 }).flatMap(([network, shift]) =>
  binormalHistograms({ shift, samples }, 10).map((bin) => ({ network, ...bin })),
);

describe('the table', () => {
  const { table, columns } = distributionsFigure(bins, shown, 'Fig. 3');

  test('holds background once and signal for each sample shown', () => {
    expect(new Set(table.map((row) => `${row.class} ${row.sample}`))).toEqual(
      new Set(['background nominal', 'signal nominal', 'signal fgsm-scores']),
    );
    expect(table).toHaveLength(2 * 4 * 3 * 10);
    expect(columns.every((column) => column in table[0]!)).toBe(true);
  });

  test('has the ratio to nominal signal of every bin, undefined where nominal is empty', () => {
    const bin = (sample: string, fraction: number): Bin => {
      const base = { network: 'LL', sample, class: 'signal', observable: 'pt', low: 300, high: 310, count: 1 };
      return { ...base, fraction, error: fraction / 2, fraction_low: fraction / 2, fraction_high: fraction * 2 };
    };
    const ratios = (before: number, after: number) =>
      distributionsFigure([bin('nominal', before), bin('fgsm-scores', after)], shown, 'Fig. 3').table.map(
        ({ ratio, ratio_low, ratio_high }) => [ratio, ratio_low, ratio_high],
      );
    expect(ratios(0.25, 0.5)).toEqual([
      [1, 0.5, 2],
      [2, 1, 4],
    ]);
    expect(ratios(0, 0.5).flat()).toEqual(Array(6).fill(NaN));
  });
});

describe('the drawing', () => {
  let svg = '';
  const count = (pattern: RegExp) => svg.match(pattern)?.length ?? 0;
  beforeAll(async () => {
    const figure = distributionsFigure(bins, shown, 'Fig. 3');
    svg = await renderSvg(figure.spec, figure.alt);
  });

  test('has a panel and a ratio panel per observable and network', () => {
    expect(count(/<g class="mark-group role-scope concat_\d+_concat_\d+_group/g)).toBe(16);
    for (const title of ['classifier output P(signal)', 'jet mass [GeV]', 'fraction of jets']) {
      expect(svg).toContain(`>${title}</text>`);
    }
    expect(count(/>signal<\/tspan><tspan[^>]*>after \/ before</g)).toBe(4);
    expect(svg).toMatch(/>jet p<tspan[^>]*>T<\/tspan><tspan[^>]*> \[GeV\]</);
    expect(svg).toMatch(/>jet D<tspan[^>]*>2<\/tspan><tspan[^>]*> \(β = 2\)</);
  });

  test('draws each histogram as steps: two corners per bin', () => {
    const outlines = [...svg.matchAll(/<path d="(M[^"]*)" stroke="#0072B2"/g)].map(([, path]) => path!);
    const corners = outlines.map((path) => path.split(/[ML]/).length - 1);
    expect(corners.filter((of) => of === 20)).toHaveLength(8);
  });

  test('draws no ratio where nominal signal has fewer than ten jets', () => {
    const figure = distributionsFigure(bins, shown, 'Fig. 3');
    const few = figure.table.filter(
      (row) => row.class === 'signal' && row.sample === 'nominal' && Number(row.count) < 10,
    );
    const bands = svg.match(/<path[^>]*fill="#bdbdbd"/g) ?? [];
    expect(few.length).toBeGreaterThan(0);
    expect(bands).toHaveLength(2 * 4 * 10 - few.length);
    const triangles =
      svg
        .match(/<g class="mark-symbol[^>]*layer[^>]*>.*?<\/g>/g)
        ?.join('')
        .match(/<path/g) ?? [];
    expect(triangles).toHaveLength(2 * 4 * 10 - few.length);
  });

  test('has an error bar on every filled bin, and on every ratio', () => {
    const { table } = distributionsFigure(bins, shown, 'Fig. 3');
    const filled = table.filter((row) => Number(row.count) > 0).length;
    const ratios = table.filter((row) => row.sample === 'fgsm-scores' && Number(row.nominal_count) >= 10).length;
    expect(count(/<line[^>]*stroke="#(?:9a9a9a|0072B2|D55E00)" stroke-width="1"/g)).toBe(filled + ratios);
  });
});

describe('when background is moved too', () => {
  const moved: Bin[] = Object.entries({ HL: 1.14, LL: 1.66 }).flatMap(([network, shift]) =>
    binormalHistograms({ shift, samples: { nominal: 0, adversary: 0.4 }, background: { adversary: 0.1 } }, 10).map(
      (bin) => ({
        network,
        ...bin,
      }),
    ),
  );
  const figure = distributionsFigure(
    moved,
    samplesToShow(['nominal', 'adversary'], { adversary: 'after the adversary' }),
    'Fig. 5 of arXiv:1910.08606',
  );

  test('the table has both classes before and after', () => {
    expect(new Set(figure.table.map((row) => `${row.class} ${row.sample}`))).toEqual(
      new Set(['background nominal', 'background adversary', 'signal nominal', 'signal adversary']),
    );
    expect(figure.caption).toContain('for signal and background');
    expect(figure.caption).toContain('Compare Fig. 5');
  });

  test('each class has its line in the legend and its ratio panels', async () => {
    const svg = await renderSvg(figure.spec, figure.alt);
    for (const text of ['background', 'background, after the adversary', 'signal', 'signal, after the adversary']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg.match(/<g class="mark-group role-scope concat_\d+_concat_\d+_group/g)).toHaveLength(2 * 4 * 3);
    expect(svg.match(/<path[^>]*stroke="#3a3a3a"[^>]*stroke-dasharray="2,2"/g)).toHaveLength(2 * 4 + 1);
  });
});

test('shows jets, fraction and ratio of a bin under the pointer', async () => {
  const bin = (sample: string, fraction: number): Bin => ({
    ...{ network: 'LL', sample, class: 'signal', observable: 'pt', low: 300, high: 310, count: 1000 * fraction },
    ...{ fraction, error: fraction / 2, fraction_low: fraction / 2, fraction_high: fraction * 2 },
  });
  const tips = await tipsOf(distributionsFigure([bin('nominal', 0.25), bin('fgsm-scores', 0.5)], shown, 'Fig. 3').spec);
  const edges = 'jet p_{T} [GeV] from: 300; below: 310';
  expect(tips).toEqual([
    `jets: signal; ${edges}; in the bin: 250; fraction: 0.2500; 68% from: 0.1250; to: 0.5000`,
    `jets: signal, after FGSM; ${edges}; in the bin: 500; fraction: 0.5000; 68% from: 0.2500; to: 1.0000`,
    `jets: signal, after FGSM; ${edges}; after / before: 2.000; 68% from: 1.000; to: 4.000`,
  ]);
});

describe('samples of other jets, one of them without classes', () => {
  const whole = bins
    .filter((bin) => bin.class === 'background' && bin.sample !== 'fgsm-scores')
    .map((bin) => ({ ...bin, class: 'all', sample: bin.sample === 'nominal' ? 'nominal' : 'data' }));
  const classed = bins.filter(({ sample }) => sample !== 'random-scores');
  const all = samplesToShow(['nominal', 'fgsm-scores', 'data'], { 'fgsm-scores': 'Herwig', data: 'data' });
  const figure = distributionsFigure([...classed, ...whole], all, undefined, { unpaired: true });

  test('have a histogram of all jets beside those of the classes', async () => {
    const svg = await renderSvg(figure.spec, figure.alt);
    for (const text of ['background', 'signal', 'signal, Herwig', 'jets of any class', 'jets of any class, data']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).not.toContain('>signal, data</text>');
  });

  test('are not said to be the same jets', () => {
    expect(figure.caption).toContain('other jets than those before');
    expect(figure.caption).not.toContain('same before and after');
  });
});
