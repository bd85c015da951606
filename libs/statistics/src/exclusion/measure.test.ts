import { InputError, keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import { upperLimit } from './cls.ts';
import { measureExclusion } from './measure.ts';

// Nominal: the peak of eps_S / sqrt(eps_B) is at t = 1/4, with eps_S = 27/32 and eps_B = 9/16. Attacked: signal is
// distributed as background, eps_S = 9/16. The numbers of jets are such that 50 signal and 100 background jets pass.
const jets = 4000;
const { labels, scores: nominal } = labelled(triangle(jets), parabola(jets));
const { scores: attacked } = labelled(triangle(jets), triangle(jets));
const options = {
  signal: 50 / (27 / 32),
  background: 100 / (9 / 16),
  backgroundUncertainty: 0.1,
  confidence: 0.95,
  minimumBackground: 20,
  replicas: 100,
};
const measure = (perturbed: Float64Array) => measureExclusion(labels, nominal, perturbed, keyOf('exclusion'), options);

describe('an attack on signal alone', () => {
  const { exclusion, metrics } = measure(attacked);

  test('is taken at the nominal optimum', () => {
    expect(exclusion.threshold).toBeCloseTo(1 / 4, 1);
    expect(exclusion.passing.nominal.signal).toBeCloseTo(50, -0.5);
    expect(exclusion.passing.nominal.background).toBeCloseTo(100, -1);
    expect(exclusion.efficiencies.perturbed.background).toBe(exclusion.efficiencies.nominal.background);
  });

  // Z(50, 100, 10) = 3.1730: the formula of Cowan in 50-digit decimals, see asimov.test.ts
  test('leaves less significance than expected', () => {
    expect(metrics.z_expected.value).toBeCloseTo(3.173, 1);
    // s = 50 (9/16) / (27/32) = 33.33: 2.1859 in 50-digit decimals
    expect(metrics.z_true.value).toBeCloseTo(2.1859, 1);
    expect(metrics.significance_lost.value).toBeCloseTo(1 - 2.1859 / 3.173, 1);
  });

  test('says of which intervals hold more than they say, or less', () => {
    const caveats = (of: typeof metrics, says: RegExp) =>
      Object.entries(of).flatMap(([name, { description }]) => (says.test(description) ? [name] : []));
    const held = ['z_true', 'significance_lost', 'limit_observed', 'true_over_observed'];
    expect(caveats(metrics, /; conservative interval: /)).toEqual(held);
    const same = measureExclusion(labels, nominal, attacked, keyOf(1), { ...options, optimum: 'same-jets' }).metrics;
    expect(caveats(same, /; its interval holds the truth less often/)).toEqual(Object.keys(metrics));
  });

  test('makes the reported limit too strong by the ratio of the signal efficiencies', () => {
    const { nominal, perturbed } = exclusion.efficiencies;
    expect(metrics.limit_observed.value).toBeCloseTo(metrics.limit_expected.value, 6); // the background is as expected
    expect(metrics.true_over_observed.value).toBeCloseTo(nominal.signal / perturbed.signal, 8);
    expect(metrics.true_over_observed.value).toBeCloseTo(1.5, 1);
  });

  test('quotes every number with its interval, the expected limits in order', () => {
    for (const { value, low, high, description } of Object.values(metrics)) {
      expect(low).toBeLessThanOrEqual(high);
      expect(high - low).toBeLessThan(value);
      expect(description).not.toBe('');
    }
    expect(metrics.limit_expected_low.value).toBeLessThan(metrics.limit_expected.value);
    expect(metrics.limit_expected.value).toBeLessThan(metrics.limit_expected_high.value);
  });

  test('limits are on the jets produced: those that pass over the efficiency', () => {
    const { signal, background } = exclusion.efficiencies.nominal;
    const b = background * options.background;
    const passing = upperLimit([b], { signal: [1], background: [b], error: [0.1 * b] }).observed;
    expect(metrics.limit_expected.value).toBeCloseTo(passing / signal, 6);
  });
});

test('an attack that also lowers the background makes the limit stronger than expected and weaker than allowed', () => {
  const lowered = attacked.map((score, row) => (labels[row] === 0 ? score * 0.95 : score));
  const { limit_expected, limit_observed, limit_true } = measure(lowered).metrics;
  expect(limit_observed.value).toBeLessThan(limit_expected.value);
  expect(limit_true.value).toBeGreaterThan(limit_observed.value);
});

test('an attack that moves nothing changes no limit', () => {
  const { metrics } = measure(nominal);
  expect(metrics.significance_lost).toMatchObject({ value: 0, low: 0, high: 0 });
  expect(metrics.true_over_observed).toMatchObject({ value: 1, low: 1, high: 1 });
});

test('an attack after which nothing passes is refused: its limit is infinite', () => {
  expect(() => measure(nominal.map(() => 0))).toThrow(
    new InputError('z_expected is undefined: hardly any jet of the attacked sample passes the nominal optimum'),
  );
});

test('jets of weight k are k jets, but for the intervals', () => {
  const weights = Float64Array.from(labels, (_, row) => 1 + (row % 2));
  const repeated = Array.from(weights).flatMap((weight, row) => Array<number>(weight).fill(row));
  const repeat = (column: ArrayLike<number>) => Float64Array.from(repeated, (row) => column[row]!);
  const few = { ...options, replicas: 2, optimum: 'same-jets' } as const; // halves would be others where jets are repeated
  const weighted = measureExclusion(labels, nominal, attacked, keyOf('w'), { ...few, weights });
  const counted = measureExclusion(Uint8Array.from(repeat(labels)), repeat(nominal), repeat(attacked), keyOf('w'), few);
  expect(weighted.exclusion.threshold).toBe(counted.exclusion.threshold);
  for (const [name, { value }] of Object.entries(weighted.metrics)) {
    expect(value / counted.metrics[name as keyof typeof counted.metrics].value).toBeCloseTo(1, 10);
  }
  expect(weighted.exclusion.convention).toContain('which count with their weights');
});

describe('a perturbed sample of other jets', () => {
  const other = { labels, scores: attacked };
  const [rows, unpaired] = [attacked, other].map((perturbed) =>
    measureExclusion(labels, nominal, perturbed, keyOf('exclusion'), options),
  ) as [ReturnType<typeof measure>, ReturnType<typeof measure>];
  const width = ({ low, high }: { low: number; high: number }) => high - low;

  test('has the values of the same jets, and says that it is unpaired', () => {
    for (const [name, { value }] of Object.entries(rows.metrics))
      expect(unpaired.metrics[name as 'z_true'].value).toBe(value);
    expect(unpaired.exclusion).toMatchObject({ pairing: 'unpaired', passing: rows.exclusion.passing });
    expect(unpaired.exclusion.convention).toContain('other jets than the nominal one');
    expect(rows.exclusion).not.toHaveProperty('pairing');
  });

  test('has wider intervals where both samples are in a number, the same where the nominal one is alone', () => {
    expect(width(unpaired.metrics.significance_lost)).toBeGreaterThan(width(rows.metrics.significance_lost));
    expect(width(unpaired.metrics.true_over_observed)).toBeGreaterThan(width(rows.metrics.true_over_observed));
    expect(unpaired.metrics.z_expected).toEqual(rows.metrics.z_expected);
  });

  test('may be of another size and weighted: jets of weight 2 are as good as twice as many', () => {
    const few = labelled(triangle(jets / 4), triangle(jets / 4));
    const weights = Float64Array.from(few.labels, (_, row) => (row % 2 ? 0.5 : 1.5));
    const { metrics } = measureExclusion(labels, nominal, { ...few, weights }, keyOf('exclusion'), options);
    expect(metrics.z_true.value).toBeCloseTo(2.1859, 1); // as of the closed form above
  });
});
