import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countJets } from './counter.ts';
import { countingKernel } from './counting-kernel.ts';
import { halfOf } from './optimum.ts';
import { emptyRoc, overall, rank } from './roc.ts';
import { peakSignificance } from './working-point.ts';

const few = fc.integer({ min: 0, max: 6 }).map((number) => number / 6);
const jet = fc.record({
  label: fc.constantFrom(0, 1),
  score: fc.oneof(few, fc.double({ min: 0, max: 1, noNaN: true })),
  times: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(255)),
});
const jets = fc.array(jet, { minLength: 1, maxLength: 60 });

test('every bit is that of counting, summing and seeking one after the other', () => {
  fc.assert(
    fc.property(jets, fc.integer({ min: 1, max: 30 }), (sample, minimumBackground) => {
      const labels = sample.map(({ label }) => label);
      const ranking = rank(labels, sample.map(({ score }) => score)); // prettier-ignore
      const half = halfOf(labels);
      const order = ranking.jets.map((one) => 2 * one + half[one >>> 2]!);
      const expected = { whole: emptyRoc(ranking), halves: [emptyRoc(ranking), emptyRoc(ranking)] as const };
      const { passing, count, peaks } = countingKernel(order, ranking.thresholds)!;
      // once for the jets as they are: what was counted before leaves nothing behind
      for (const times of [new Uint8Array(sample.length).fill(1), Uint8Array.from(sample, ({ times }) => times)]) {
        countJets(order, times, expected);
        const found = count(times);
        expect(passing).toEqual(expected);
        expect(found).toEqual(overall(ranking, expected.whole));
        const least = expected.halves.map(({ backgroundJets }) => Math.min(minimumBackground, backgroundJets.at(-1)!));
        if (least.includes(0)) {
          expect(() => peaks(least)).toThrow('internal: fewer than');
          continue;
        }
        const thresholds = expected.halves.map((one, at) => peakSignificance(ranking, one, { minimumBackground: least[at]! }).threshold); // prettier-ignore
        expect(peaks(least).map((group) => ranking.thresholds[group])).toEqual(thresholds);
      }
    }),
  );
});

// 40 background jets at 0.1 and 20 at 0.9, 20 signal jets at 0.9: either half is largest at 0.9, which 10 of its background pass.
test('a closed form: ratios that too little background passes do not count', () => {
  const labels = Array.from({ length: 80 }, (_, row) => Number(row >= 60));
  const ranking = rank(labels, labels.map((_, row) => (row < 40 ? 0.1 : 0.9))); // prettier-ignore
  const half = halfOf(labels);
  const order = ranking.jets.map((one) => 2 * one + half[one >>> 2]!);
  const { count, peaks } = countingKernel(order, ranking.thresholds)!;
  // P(S > B) = 40 / 60, and half of the 20 / 60 that are equal
  expect(count(new Uint8Array(80).fill(1)).auc).toBeCloseTo(5 / 6, 14);
  expect(peaks([10, 10])).toEqual([0, 0]);
  expect(peaks([11, 10])).toEqual([1, 0]);
  expect(() => peaks([31, 10])).toThrow('internal: fewer than 31 and 10 background jets');
});
