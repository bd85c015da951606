import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { bootstrap, quantile, quote } from './bootstrap.ts';
import { exponential, labelled } from '../testing/closed-forms.ts';
import { auc, countPassing, emptyRoc, rank } from '../significance/roc.ts';

const key = keyOf('bootstrap');

const sumOf = (values: ArrayLike<number>, weights: Uint8Array) =>
  weights.reduce((sum, weight, row) => sum + weight * values[row]!, 0);

describe('bootstrap', () => {
  test('draws each class by itself, as many jets as it holds', () => {
    const labels = [0, 0, 0, 1, 1, 0, 1];
    const { low, high } = bootstrap(
      labels,
      (weights, out) => out.set([sumOf(labels, weights), sumOf(labels.map((label) => 1 - label), weights)]), // prettier-ignore
      2,
      key,
      { replicas: 200, interval: 0.99 },
    );
    expect([...low]).toEqual([3, 4]);
    expect([...high]).toEqual([3, 4]);
  });

  test('gives the value of the jets as they are', () => {
    const values = [1, 2, 4];
    const { value } = bootstrap([0, 0, 0], (weights, out) => (out[0] = sumOf(values, weights)), 1, key);
    expect([...value]).toEqual([7]);
  });

  test('is the same for the same key, another for another, and its first replicas do not depend on their number', () => {
    const values = exponential(50, 1);
    const drawn = (name: string, replicas: number) => {
      const sums: number[] = [];
      bootstrap(new Uint8Array(50), (weights) => void sums.push(sumOf(values, weights)), 0, keyOf(name), { replicas });
      return sums;
    };
    expect(drawn('a', 30)).toEqual(drawn('a', 30));
    expect(drawn('b', 30)).not.toEqual(drawn('a', 30));
    expect(drawn('a', 10)).toEqual(drawn('a', 30).slice(0, 11));
  });

  // 68% of a normal distribution lies within 0.99446 standard deviations: N().inv_cdf(0.84)
  const sigmas = 0.9944578832097531;
  const replicas = 4000; // half a width is then known to 2%
  const halfWidth = ({ low, high }: { low: Float64Array; high: Float64Array }) => (high[0]! - low[0]!) / 2 / sigmas;

  test('gives the binomial error of a proportion, sqrt(p (1 - p) / n)', () => {
    const passes = Float64Array.from({ length: 1000 }, (_, row) => (row < 300 ? 1 : 0));
    const result = bootstrap(new Uint8Array(1000), (weights, out) => (out[0] = sumOf(passes, weights) / 1000), 1, key, {
      replicas,
    });
    expect(halfWidth(result) / Math.sqrt((0.3 * 0.7) / 1000)).toBeCloseTo(1, 1);
  });

  test("gives Hanley and McNeil's error of the AUC of exponentials, for which it is exact", () => {
    // Radiology 143 (1982) 29: var = [A (1 - A) + (m - 1)(Q1 - A^2) + (n - 1)(Q2 - A^2)] / (m n)
    const [n, m, area] = [800, 400, 0.8];
    const [q1, q2] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
    const variance = (area * (1 - area) + (m - 1) * (q1 - area ** 2) + (n - 1) * (q2 - area ** 2)) / (m * n);
    const { labels, scores } = labelled(exponential(n, 1), exponential(m, 4));
    const ranking = rank(labels, scores);
    const roc = emptyRoc(ranking);
    const result = bootstrap(labels, (weights, out) => (out[0] = auc(countPassing(ranking, weights, roc))), 1, key, {
      replicas,
    });
    expect(halfWidth(result) / Math.sqrt(variance)).toBeCloseTo(1, 1);
  });

  test('covers the true mean as often as it says', () => {
    // 300 experiments of 100 exponential values: 68% of intervals hold the mean, within 3 binomial errors of 2.7%
    const uniform = keyOf('coverage').uniform();
    const experiments = 300;
    let held = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const values = Float64Array.from({ length: 100 }, () => -Math.log(1 - uniform()));
      const statistic = (weights: Uint8Array, out: Float64Array) => (out[0] = sumOf(values, weights) / 100);
      const { low, high } = bootstrap(new Uint8Array(100), statistic, 1, key.split(experiment), { replicas: 400 });
      if (low[0]! <= 1 && 1 <= high[0]!) held++;
    }
    expect(Math.abs(held / experiments - 0.68)).toBeLessThan(0.081);
  });
});

describe('quote', () => {
  const intervals = {
    value: Float64Array.of(10),
    low: Float64Array.of(9),
    high: Float64Array.of(13),
    drawn: [Float64Array.of(8, 10, 12, 14)],
    interval: 0.68,
  };

  test('takes the quantiles of the replicas as they are', () => {
    expect(quote(intervals, 0, 'x')).toEqual({ value: 10, low: 9, high: 13, description: 'x' });
  });

  test('or half their distance to either side', () => {
    expect(quote(intervals, 0, 'x', 'centred')).toEqual({ value: 10, low: 8, high: 12, description: 'x' });
  });

  test('reflects them about the value for a maximum', () => {
    expect(quote(intervals, 0, 'x', 'reflected')).toEqual({ value: 10, low: 7, high: 11, description: 'x' });
  });
});

test.each([
  // numpy.quantile([1, 2, 4, 8], p), linear by default: position p (n - 1)
  { probability: 0, expected: 1 },
  { probability: 0.3, expected: 1.9 },
  { probability: 0.5, expected: 3 },
  { probability: 1, expected: 8 },
])('quantile at $probability is $expected', ({ probability, expected }) => {
  expect(quantile(Float64Array.of(1, 2, 4, 8), probability)).toBeCloseTo(expected, 12);
});

test('quantile between infinite neighbours is infinite, not NaN', () => {
  expect(quantile(Float64Array.of(1, Infinity, Infinity), 0.75)).toBe(Infinity);
});
