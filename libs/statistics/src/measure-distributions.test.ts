import { expect, test } from 'vitest';
import { measureDistributions, type Jets } from './measure-distributions.ts';

const jets = (label: number[], pt: number[]): Jets => {
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
