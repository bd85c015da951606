import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import { countPassing, rank } from './roc.ts';
import { peakSignificance, relativeSignificance, workingPoint } from './working-point.ts';

const measure = (labels: ArrayLike<number>, scores: ArrayLike<number>) => {
  const ranking = rank(labels, scores);
  return [ranking, countPassing(ranking)] as const;
};

describe('relativeSignificance', () => {
  test.each([
    { signal: 1, background: 1, expected: 1 },
    { signal: 0.5, background: 0.04, expected: 2.5 },
    { signal: 0, background: 0.1, expected: 0 },
    { signal: 0.1, background: 0, expected: Infinity },
    { signal: 0, background: 0, expected: Infinity },
  ])('is $expected for eps_S = $signal, eps_B = $background', ({ signal, background, expected }) => {
    expect(relativeSignificance(signal, background)).toBe(expected);
  });
});

describe('workingPoint', () => {
  const sample = measure([0, 0, 0, 0, 1, 1], [0.1, 0.2, 0.3, 0.8, 0.5, 0.9]);

  test.each([
    { threshold: 0, signalEfficiency: 1, backgroundJets: 4, significance: 1 },
    { threshold: 0.5, signalEfficiency: 1, backgroundJets: 1, significance: 2 },
    { threshold: 0.51, signalEfficiency: 0.5, backgroundJets: 1, significance: 1 },
    { threshold: 0.9, signalEfficiency: 0.5, backgroundJets: 0, significance: Infinity },
    { threshold: 1, signalEfficiency: 0, backgroundJets: 0, significance: Infinity },
  ])('at $threshold passes jets with score >= threshold', (expected) => {
    const point = workingPoint(...sample, expected.threshold);
    expect(point).toEqual({ ...expected, backgroundEfficiency: expected.backgroundJets / 4 });
  });
});

describe('peakSignificance', () => {
  test('finds the peak of a closed form: (1 - t)(1 + 2t) is 9/8 at t = 1/4', () => {
    const { labels, scores } = labelled(triangle(20_000), parabola(20_000));
    const peak = peakSignificance(...measure(labels, scores));
    expect(peak.significance).toBeCloseTo(9 / 8, 3);
    expect(peak.threshold).toBeCloseTo(1 / 4, 1);
    expect(peak.signalEfficiency).toBeCloseTo((1 - peak.threshold) ** 2 * (1 + 2 * peak.threshold), 3);
    expect(peak.backgroundEfficiency).toBeCloseTo((1 - peak.threshold) ** 2, 3);
  });

  test('takes no threshold that fewer background jets pass than the convention asks', () => {
    // 40 background jets at 0.1 ... 0.4, and 100 signal jets above them all
    const labels = Uint8Array.from({ length: 140 }, (_, row) => (row < 40 ? 0 : 1));
    const scores = Float64Array.from(labels, (label, row) => (label ? 0.9 : 0.1 * (1 + Math.floor(row / 10))));
    const sample = measure(labels, scores);
    // 0.4: 10 jets pass (eps_B = 1/4), 0.3: 20 (1/2), 0.2: 30, 0.1: all
    expect(peakSignificance(...sample, { minimumBackground: 10 })).toMatchObject({ threshold: 0.4, significance: 2 });
    expect(peakSignificance(...sample)).toMatchObject({ threshold: 0.1 * 3, backgroundJets: 20 });
    expect(peakSignificance(...sample).significance).toBeCloseTo(Math.SQRT2, 12);
    expect(peakSignificance(...sample, { minimumBackground: 40 })).toMatchObject({ threshold: 0.1, significance: 1 });
    expect(() => peakSignificance(...sample, { minimumBackground: 41 })).toThrow('internal: fewer than 41');
  });

  describe('of weighted jets', () => {
    const weighed = (labels: number[], scores: number[], weights: number[]) => {
      const ranking = rank(labels, scores, Float64Array.from(weights));
      return [ranking, countPassing(ranking)] as const;
    };

    test('counts jets, not weights, for the convention', () => {
      const sample = weighed([0, 0, 0, 1, 1], [0.9, 0.5, 0.1, 0.9, 0.05], [0.1, 0.4, 0.5, 0.8, 0.2]);
      // one jet: 0.8 / sqrt(0.1); two: 0.8 / sqrt(0.5)
      expect(peakSignificance(...sample, { minimumBackground: 1 }).significance).toBeCloseTo(0.8 / Math.sqrt(0.1), 12);
      const peak = peakSignificance(...sample, { minimumBackground: 2 });
      expect(peak).toMatchObject({ threshold: 0.5, backgroundJets: 2 });
      expect(peak.significance).toBeCloseTo(0.8 / Math.sqrt(0.5), 12);
    });

    test('leaves out thresholds that background of no positive sum of weights passes', () => {
      const sample = weighed([0, 0, 0, 1, 1], [0.9, 0.9, 0.5, 0.9, 0.1], [-1, 1, 1, 1, 1]);
      expect(workingPoint(...sample, 0.9)).toMatchObject({ backgroundEfficiency: 0, significance: Infinity });
      expect(peakSignificance(...sample, { minimumBackground: 1 })).toMatchObject({ threshold: 0.1, significance: 1 });
    });

    test('takes signal of a negative sum as negative, not as its square', () => {
      const sample = weighed([0, 0, 1, 1], [0.9, 0.5, 0.9, 0.1], [1, 1, -3, 4]);
      expect(workingPoint(...sample, 0.9).significance).toBeCloseTo(-3 / Math.sqrt(0.5), 12);
      expect(peakSignificance(...sample, { minimumBackground: 1 })).toMatchObject({ threshold: 0.1, significance: 1 });
    });

    test.each([
      { name: 'signal', weights: [1, 1, -1], found: -1 },
      { name: 'background', weights: [1, -1, 1], found: 0 },
    ])('refuses weights of $name jets that sum to $found', ({ name, weights, found }) => {
      const sample = weighed([0, 0, 1], [0.9, 0.5, 0.9], weights);
      expect(() => peakSignificance(...sample, { minimumBackground: 1 })).toThrow(
        `expected weights of ${name} jets whose sum is above 0, in every bootstrap replica as well, found ${found}`,
      );
    });
  });

  test('is the largest over all distinct scores (slow reference)', () => {
    const row = fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 30 }) });
    const few = [0, 0, 0, 1].map((label) => ({ label, score: 5 }));
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 1, max: 3 }), (some, minimumBackground) => {
        const rows = [...some, ...few];
        const of = (wanted: number, threshold = 0) =>
          rows.filter(({ label, score }) => label === wanted && score >= threshold).length;
        const all = rows
          .map(({ score }) => score)
          .filter((threshold) => of(0, threshold) >= minimumBackground)
          .map((threshold) => of(1, threshold) / of(1) / Math.sqrt(of(0, threshold) / of(0)));
        const labels = rows.map(({ label }) => label);
        const scores = rows.map(({ score }) => score);
        const peak = peakSignificance(...measure(labels, scores), { minimumBackground });
        expect(peak.significance).toBeCloseTo(Math.max(...all), 12);
        expect(peak.backgroundJets).toBeGreaterThanOrEqual(minimumBackground);
      }),
    );
  });
});
