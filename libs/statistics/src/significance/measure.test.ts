import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import { measureSignificance } from './measure.ts';
import { hasInterval, type SignificanceMetrics, type Stated } from '@jetdemon/artifacts';

const key = keyOf('significance');

// Nominal: eps_S / sqrt(eps_B) = (1 - t)(1 + 2t), peak 9/8 at t = 1/4. Attacked: the signal is distributed as the
// background, so the ratio is 1 - t: 3/4 at the nominal optimum, peak 1 without a cut. The attack is monotone, jet by jet.
const jets = 4000;
const { labels, scores: nominal } = labelled(triangle(jets), parabola(jets));
const { scores: attacked } = labelled(triangle(jets), triangle(jets));
const { curves, metrics } = measureSignificance(labels, nominal, { attacked, same: nominal }, key, { replicas: 400 });

const within = (number: Stated, expected: number, digits: number) => {
  const { value } = number;
  expect(value).toBeCloseTo(expected, digits);
  if (!hasInterval(number)) return;
  const { low, high } = number;
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
};

describe('the quoted numbers of a closed form', () => {
  const of = metrics.variations['attacked']!;

  test.each([
    // P(S > B) = integral of 6t(1 - t) (1 - (1 - t)^2) dt = 7/10
    { name: 'auc', quoted: metrics.auc, expected: 7 / 10, digits: 3 },
    { name: 'peak', quoted: metrics.peak, expected: 9 / 8, digits: 2 },
    { name: 'threshold', quoted: metrics.threshold, expected: 1 / 4, digits: 1 },
    { name: 'signal efficiency', quoted: metrics.signal_efficiency, expected: 27 / 32, digits: 1 },
    { name: 'background efficiency', quoted: metrics.background_efficiency, expected: 9 / 16, digits: 1 },
    { name: 'mean signal score', quoted: metrics.mean_signal_score, expected: 1 / 2, digits: 3 },
    { name: 'mean background score', quoted: metrics.mean_background_score, expected: 1 / 3, digits: 3 },
    { name: 'auc after the attack', quoted: of.auc, expected: 1 / 2, digits: 3 },
    { name: 'peak after the attack', quoted: of.peak, expected: 1, digits: 2 },
    { name: 'attacked, at the nominal optimum', quoted: of.at_nominal_optimum, expected: 3 / 4, digits: 1 },
    { name: 'loss at the nominal optimum', quoted: of.loss_at_nominal_optimum, expected: 1 / 3, digits: 1 },
    { name: 'loss peak to peak', quoted: of.loss_peak_to_peak, expected: 1 / 9, digits: 2 },
    { name: 'mean score of attacked signal', quoted: of.mean_signal_score, expected: 1 / 3, digits: 3 },
  ])('$name', ({ name, quoted, expected, digits }) => {
    if (name === 'peak after the attack') {
      // no cut is best: 1 exactly where the other half finds that, little else where it does not
      expect(quoted.value).toBeCloseTo(expected, digits);
      expect(metrics.variations['attacked']!.peak.high).toBeLessThan(1.03);
    } else within(quoted, expected, digits);
    expect(quoted.description).not.toBe('');
  });

  test('where a peak lies has no interval, and words say where replicas of the jets have it', () => {
    const { threshold } = metrics;
    expect(hasInterval(threshold)).toBe(false);
    const [, from, to] = /^no interval, .* between ([\d.]+) and ([\d.]+)$/.exec(threshold.uncertainty)!;
    // t = 1/4; (1 - t)(1 + 2t) is within 1% of its peak from 0.18 to 0.33
    expect(Number(from)).toBeGreaterThan(0.1);
    expect(Number(from)).toBeLessThan(0.25);
    expect(Number(to)).toBeGreaterThan(0.25);
    expect(Number(to)).toBeLessThan(0.4);
  });

  test('intervals that hold the truth more or less often than they say are said to', () => {
    expect(of.loss_peak_to_peak.description).toMatch(/; conservative interval: /);
    expect(of.loss_at_nominal_optimum.description).not.toMatch(/interval/);
    const same = measureSignificance(labels, nominal, { attacked }, key, {
      replicas: 100,
      optimum: 'same-jets',
    }).metrics;
    const { auc, peak, loss_at_nominal_optimum: loss } = same.variations['attacked']!;
    expect(auc.description).not.toMatch(/interval/);
    for (const one of [same.peak, peak, loss])
      expect(one.description).toMatch(/; its interval holds the truth less often/);
    expect(metrics.convention.description).toMatch(/intervals hold 68% \(at least that of losses peak to peak/);
    expect(same.convention.description).toMatch(/intervals hold 68% \(less at the optimum/);
  });

  test('the error of a mean is that of the mean, sigma / sqrt(n)', () => {
    const { low, high } = metrics.mean_signal_score; // variance of 6t(1 - t): 1/20
    expect((high - low) / 2 / (0.99446 * Math.sqrt(1 / 20 / jets))).toBeCloseTo(1, 0.9);
  });
});

describe('samples of the same jets share their replicas', () => {
  test('a variation that moves nothing loses exactly nothing', () => {
    const { loss_at_nominal_optimum, loss_peak_to_peak, peak } = metrics.variations['same']!;
    expect(loss_at_nominal_optimum).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(loss_peak_to_peak).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(peak.value).toEqual(metrics.peak.value);
  });

  test('a variation more or less changes no other number', () => {
    const alone = measureSignificance(labels, nominal, { attacked }, key, { replicas: 400 }).metrics;
    expect(alone.variations['attacked']).toEqual(metrics.variations['attacked']);
    expect(alone.peak).toEqual(metrics.peak);
  });

  test('another key gives other intervals around the same values', () => {
    const other = measureSignificance(labels, nominal, {}, keyOf('other'), { replicas: 400 }).metrics;
    expect(other.auc.value).toBe(metrics.auc.value);
    expect(other.auc.low).not.toBe(metrics.auc.low);
  });
});

describe('curves', () => {
  const rows = curves.sample.map((sample, row) => ({
    sample,
    threshold: curves.threshold[row]!,
    significance: curves.significance[row]!,
    low: curves.low[row]!,
    high: curves.high[row]!,
    backgroundJets: curves.background_jets[row]!,
  }));

  test('follow the closed form, inside their bands', () => {
    for (const { sample, threshold, significance, low, high } of rows) {
      const expected = (1 - threshold) * (sample === 'attacked' ? 1 : 1 + 2 * threshold);
      expect(Math.abs(significance - expected), `${sample} at ${threshold}`).toBeLessThan(0.02);
      expect(low).toBeLessThanOrEqual(significance);
      expect(high).toBeGreaterThanOrEqual(significance);
    }
  });

  test('end where fewer than 20 background jets pass', () => {
    // of 4000 jets, (1 - t)^2 4000 pass, to the nearest: 19.6, so 20, at t = 0.93, and 18.2 at 0.935
    expect(rows.filter(({ sample }) => sample === 'nominal').map(({ threshold }) => threshold)).toEqual(
      Array.from({ length: 187 }, (_, at) => at / 200),
    );
    expect(Math.min(...rows.map(({ backgroundJets }) => backgroundJets))).toBeGreaterThanOrEqual(20);
  });
});

describe('what is undefined is refused', () => {
  test('a variation of which no background jet passes the nominal optimum', () => {
    const lowered = nominal.map((score, row) => (labels[row] === 0 ? score / 10 : score));
    expect(() => measureSignificance(labels, nominal, { lowered }, key, { replicas: 100 })).toThrow(
      'lowered: at_nominal_optimum is undefined: hardly any background jet passes the nominal optimum',
    );
  });
});

describe('weighted jets', () => {
  // Every other jet of the closed form counts k times, the others once; the same as as many jets each.
  const few = 200;
  const { labels: sparse, scores } = labelled(triangle(few), parabola(few));
  const { scores: moved } = labelled(triangle(few), triangle(few));
  const weights = Float64Array.from(sparse, (_, row) => 1 + (row % 3));
  const repeated = Array.from(weights).flatMap((weight, row) => Array<number>(weight).fill(row));
  const repeat = (column: ArrayLike<number>) => Float64Array.from(repeated, (row) => column[row]!);
  // every other jet would be other jets where they are repeated
  const options = { replicas: 100, minimumBackground: 20, optimum: 'same-jets' } as const;
  const weighted = measureSignificance(sparse, scores, { moved }, key, { ...options, weights });
  const counted = measureSignificance(Uint8Array.from(repeat(sparse)), repeat(scores), { moved: repeat(moved) }, key, options); // prettier-ignore

  test('give the numbers of as many jets as their weights say, but for the intervals', () => {
    const numbers = ({ variations, ...metrics }: SignificanceMetrics) =>
      [metrics, variations['moved']!].flatMap((one) =>
        Object.values(one).flatMap((number) => ('value' in number ? [number.value] : [])),
      );
    const [found, expected] = [numbers(weighted.metrics), numbers(counted.metrics)];
    expect(found).toHaveLength(7 + 10);
    found.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 12));
  });

  test('say how many jets there are, and how many they are worth', () => {
    expect(counted.metrics.jets).not.toHaveProperty('effective');
    const { jets: said, convention } = weighted.metrics;
    expect(said).toMatchObject({ signal: few, background: few });
    // weights 1, 2, 3 in turn: (2 n)^2 / (14/3 n) = 6/7 n
    expect(said.effective!.signal / few).toBeCloseTo(6 / 7, 2);
    expect(convention.description).toContain('jets count with their weights');
  });

  test('have the error of a weighted mean, sqrt(sum w^2 (x - mean)^2) / sum w', () => {
    const { mean_signal_score } = measureSignificance(sparse, scores, {}, key, { replicas: 4000, weights }).metrics;
    const signal = Array.from(sparse.keys()).filter((row) => sparse[row] === 1);
    const sum = (of: (row: number) => number) => signal.reduce((total, row) => total + of(row), 0);
    const mean = sum((row) => weights[row]! * scores[row]!) / sum((row) => weights[row]!);
    const error = Math.sqrt(sum((row) => (weights[row]! * (scores[row]! - mean)) ** 2)) / sum((row) => weights[row]!);
    expect(mean_signal_score.value).toBeCloseTo(mean, 12);
    expect((mean_signal_score.high - mean_signal_score.low) / 2 / (0.99446 * error)).toBeCloseTo(1, 1);
  });

  test('of weights that sum to 0 in a replica are refused', () => {
    const wild = Float64Array.from(sparse, (_, row) => (row % 2 ? 1 : -0.99));
    expect(() => measureSignificance(sparse, scores, {}, key, { ...options, weights: wild })).toThrow(
      /^expected weights of \w+ jets whose sum is above 0, in every bootstrap replica as well/,
    );
  });
});
