import { describe, expect, test } from 'vitest';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { measureDistributions } from './measure.ts';

const jets = (label: number[], pt: number[]): ScoredJets => {
  const zeros = new Float32Array(label.length);
  return { label: Uint8Array.from(label), score: zeros, pt: Float32Array.from(pt), mass: zeros, d2: zeros };
};
const binnings = {
  score: { bins: 1, low: 0, high: 1 },
  pt: { bins: 2, low: 300, high: 500 },
  mass: { bins: 1, low: 0, high: 1 },
  d2: { bins: 1, low: 0, high: 1 },
};
// background 310, 320, 450, 700; signal 290
const nominal = jets([0, 0, 1, 0, 0], [310, 320, 290, 450, 700]);
const moved = jets([0, 0, 1, 0, 0], [310, 420, 290, 450, 700]);
const { bins, tests } = measureDistributions(nominal, { moved }, binnings);

const rows = bins.sample.map((sample, row) => ({
  sample,
  class: bins.class[row],
  observable: bins.observable[row],
  edges: [bins.low[row], bins.high[row]],
  count: bins.count[row],
  fraction: bins.fraction[row],
  error: bins.error[row],
  interval: [bins.fraction_low[row]!, bins.fraction_high[row]!],
}));

test('a bin holds its share of all jets of sample and class, also of those outside', () => {
  const first = rows.find((row) => row.sample === 'nominal' && row.class === 'background' && row.observable === 'pt')!;
  expect(first).toMatchObject({ edges: [300, 400], count: 2, fraction: 0.5, error: Math.SQRT2 / 4 });
  expect(first.interval[0]).toBeCloseTo(0.7081854398 / 4, 6); // Garwood, see poisson.test.ts
  expect(first.interval[1]).toBeCloseTo(4.637859623 / 4, 6);
});

test('there is one row per bin, observable, class and sample', () => {
  expect(rows.length).toBe(2 * 2 * (1 + 2 + 1 + 1));
});

test('jets outside the bins are counted', () => {
  const of = (name: string) =>
    tests.outside.find((one) => one.sample === 'nominal' && one.class === name && one.observable === 'pt');
  expect(of('background')).toMatchObject({ jets: 4, below: 0, above: 1 });
  expect(of('signal')).toMatchObject({ jets: 1, below: 1, above: 0 });
});

test('each variation is compared with nominal per class and observable, unbinned', () => {
  expect(tests.comparisons.length).toBe(2 * 4);
  const pt = tests.comparisons.filter(({ observable }) => observable === 'pt');
  expect(pt).toMatchObject([
    { sample: 'moved', class: 'background', distance: 1 / 4 }, // one of four crosses 320 ... 420
    { sample: 'moved', class: 'signal', distance: 0, p: 1 },
  ]);
  expect(tests.warning).toContain('not independent');
});

test('weighted jets have sums of weights, errors of their squares and p of their effective number', () => {
  // background 310 (2), 320 (1), 450 (1/2), 700 (1/2); signal 290 (1)
  const weight = Float64Array.of(2, 1, 1, 0.5, 0.5);
  const weighted = { ...nominal, weight };
  const found = measureDistributions(weighted, { moved: { ...moved, weight } }, binnings);
  const first = rows.findIndex((row) => row.sample === 'nominal' && row.observable === 'pt');
  expect(found.bins.count[first]).toBe(3);
  expect(found.bins.fraction[first]).toBe(3 / 4);
  expect(found.bins.error[first]).toBeCloseTo(Math.sqrt(5) / 4, 14);
  // scipy: k = 5 / 3; n = 3 / k; k * chi2.ppf(norm.sf(1), 2 * n) / 2, k * chi2.isf(norm.sf(1), 2 * (n + 1)) / 2
  expect(found.bins.fraction_low[first]).toBeCloseTo(0.9792253404333883 / 4, 9);
  expect(found.bins.fraction_high[first]).toBeCloseTo(7.293173168970899 / 4, 9);
  const outside = found.tests.outside.find((one) => one.class === 'background' && one.observable === 'pt');
  expect(outside).toMatchObject({ jets: 4, above: 0.5 });
  const pt = found.tests.comparisons.find((one) => one.class === 'background' && one.observable === 'pt');
  expect(pt?.distance).toBeCloseTo(1 / 4, 14); // weight 1 of 4 crosses 320 ... 420
  // effective jets 16 / 5.5 in both samples: Q(sqrt(16 / 11) / 4)
  expect(pt?.p).toBeCloseTo(0.9999893805133556, 9);
});

describe('other jets', () => {
  // The i-th and j-th of evenly spaced values, the latter pulled down.
  const [before, after] = [60, 45].map((size, at) =>
    Array.from({ length: size }, (_, i) => ((i + 0.5) / size) ** (at ? 1.4 : 1) * 200 + 300),
  ) as [number[], number[]];
  const of = (values: number[]) => jets([...values.map(() => 0), 1], [...values, 290]);
  const measure = (values: number[]) =>
    measureDistributions(of(before), { other: of(values) }, binnings, { pairing: 'unpaired' }).tests;
  const background = ({ comparisons }: typeof tests) =>
    comparisons.find((one) => one.class === 'background' && one.observable === 'pt')!;

  test('have the p of two independent samples', () => {
    const { distance, p } = background(measure(after));
    // scipy 1.17.1 on (i + 0.5) / 60 and ((j + 0.5) / 45) ** 1.4: stats.ks_2samp(a, b).statistic, and
    // special.kolmogorov(sqrt(60 * 45 / 105) * statistic)
    expect(distance).toBeCloseTo(0.1388888888888889, 12);
    expect(p).toBeCloseTo(0.7040734799295749, 12);
    expect(measure(after).warning).toContain('p is that of independent samples');
    expect(measure(after).pairing).toBe('unpaired');
  });

  test('have a chi2 of the bins, with what lies outside them', () => {
    // 60: 30 below 400; 45: 27 or 28 of u ** 1.4 < 1/2, u < 0.6095: (27.43 - 0.5), so 27
    const [n, m] = [[30, 30], [27, 18]] as const; // prettier-ignore
    const chi2 = n.reduce((sum, one, bin) => sum + (45 * one - 60 * m[bin]!) ** 2 / (45 * 60 * (one + m[bin]!)), 0);
    expect(background(measure(after)).chi2).toMatchObject({ chi2: expect.closeTo(chi2, 12), ndf: 1 });
    // above 500 GeV is a bin too
    expect(background(measure([...after, ...Array<number>(30).fill(600)])).chi2!.ndf).toBe(2);
  });

  test('of no class are compared as a whole, one-class samples in their class', () => {
    const whole = (values: number[]) => jets(values.map(() => 0), values); // prettier-ignore
    const { bins: found, tests: said } = measureDistributions(of(before), { onlyBackground: whole(after) }, binnings, {
      pairing: 'unpaired',
      whole: { nominal: whole([...before, 290]), variations: { data: whole(after) } },
    });
    const compared = said.comparisons.filter(({ observable }) => observable === 'pt');
    expect(compared.map((one) => `${one.sample} ${one.class}`)).toEqual(['onlyBackground background', 'data all']);
    expect(new Set(found.sample.map((sample, row) => `${sample} ${found.class[row]!}`))).toEqual(
      new Set(['nominal background', 'nominal signal', 'onlyBackground background', 'nominal all', 'data all']),
    );
    expect(said.outside.find((one) => one.sample === 'nominal' && one.class === 'all')).toMatchObject({ jets: 61 });
  });
});
