import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { counterOf } from './counter.ts';
import { measureSignificance } from './measure.ts';
import { halfOf, optimumOf, pointAt } from './optimum.ts';
import { countPassing, rank } from './roc.ts';
import { workingPoint } from './working-point.ts';

test('halves are every other jet of a class', () => {
  expect([...halfOf([0, 0, 1, 0, 1, 1])]).toEqual([0, 1, 0, 0, 1, 0]);
});

describe('the optimum of the other half', () => {
  const uniform = keyOf('optimum').uniform();
  const labels = Uint8Array.from({ length: 400 }, (_, row) => Number(row >= 200));
  const scores = Float64Array.from(labels, (label) => (label ? Math.max(uniform(), uniform()) : uniform()));
  const half = halfOf(labels);

  test('is that of the half by itself, quoted on the jets that did not choose it (slow reference)', () => {
    const counted = counterOf(rank(labels, scores), labels, 'other-half')();
    const rows = [0, 1].map((which) => [...labels.keys()].filter((row) => half[row] === which));
    const alone = rows.map((of) => {
      const ranking = rank(of.map((row) => labels[row]!), of.map((row) => scores[row]!)); // prettier-ignore
      return { ranking, roc: countPassing(ranking) };
    });
    const expected = alone.map(({ ranking, roc }) => optimumOf({ ranking, whole: roc }, 10)[0]!).toReversed();
    const thresholds = optimumOf(counted, 20);
    expect(thresholds).toEqual(expected);
    const passing = alone.map(({ ranking, roc }, at) => workingPoint(ranking, roc, expected[at]!));
    const point = pointAt(counted, thresholds);
    expect(point.signalEfficiency).toBeCloseTo((passing[0]!.signalEfficiency + passing[1]!.signalEfficiency) / 2, 12);
    expect(point.backgroundJets).toBe(passing[0]!.backgroundJets + passing[1]!.backgroundJets);
  });

  test('counts all jets as they are counted at once', () => {
    const ranking = rank(labels, scores);
    const weights = Uint8Array.from(labels, (_, row) => row % 3);
    expect(counterOf(ranking, labels, 'other-half')(weights).whole).toEqual(countPassing(ranking, weights));
  });
});

// Signal as background: eps_S / sqrt(eps_B) = sqrt(eps_B) <= 1, and every cut found above 1 is chance.
test('a maximum over chance is quoted above 1 on the same jets, not on others', () => {
  const mean = (optimum: 'other-half' | 'same-jets') => {
    const peaks = Array.from({ length: 40 }, (_, at) => {
      const uniform = keyOf(at).uniform();
      const labels = Uint8Array.from({ length: 600 }, (_, row) => row % 2);
      const scores = Float64Array.from(labels, () => uniform());
      return measureSignificance(labels, scores, {}, keyOf(1), { replicas: 2, optimum }).metrics.peak.value;
    });
    return peaks.reduce((sum, peak) => sum + peak, 0) / peaks.length;
  };
  expect(mean('same-jets')).toBeGreaterThan(1);
  expect(mean('other-half')).toBeLessThan(1);
});
