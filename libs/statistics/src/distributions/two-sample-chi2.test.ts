import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { twoSampleChi2 } from './two-sample-chi2.ts';

const counted = (...sum: number[]) => ({ sum: Float64Array.from(sum), variance: Float64Array.from(sum) });
const weighted = (sum: number[], variance: number[]) => ({
  sum: Float64Array.from(sum),
  variance: Float64Array.from(variance),
});
const all = { minimumExpected: 0 };

describe('the value', () => {
  test('of counts is that of a contingency table', () => {
    const found = twoSampleChi2(counted(12, 25, 31, 40, 28, 15, 9), counted(30, 41, 66, 60, 71, 33, 24))!;
    // scipy 1.17.1: stats.chi2_contingency([[12, 25, ...], [30, 41, ...]], correction=False)
    expect(found.chi2).toBeCloseTo(4.899995100385727, 12);
    expect(found.ndf).toBe(6);
    expect(found.p).toBeCloseTo(0.556702134376392, 12);
  });

  test('of sums of weights is that of the weighted formula', () => {
    const a = weighted([3.5, 9.25, 14, 8.5, 2], [4.25, 11, 20.5, 9, 2.5]);
    const b = weighted([6, 22.5, 24, 21, 7.5], [9, 40, 31, 36.5, 12]);
    const found = twoSampleChi2(a, b, all)!;
    // numpy 2.4.6, scipy 1.17.1: ((B*a - A*b)**2 / (B**2*va + A**2*vb)).sum(), stats.chi2.sf(_, 4)
    expect(found.chi2).toBeCloseTo(0.9724483330790987, 12);
    expect(found.p).toBeCloseTo(0.913944547676732, 12);
  });

  test('does not change when the samples change places, nor with the scale of weights', () => {
    const a = weighted([3.5, 9.25, 14], [4.25, 11, 20.5]);
    const b = weighted([6, 22.5, 24], [9, 40, 31]);
    const scaled = weighted([...b.sum.map((sum) => 7 * sum)], [...b.variance.map((variance) => 49 * variance)]);
    expect(twoSampleChi2(b, a, all)!.chi2).toBeCloseTo(twoSampleChi2(a, b, all)!.chi2, 12);
    expect(twoSampleChi2(a, scaled, all)!.chi2).toBeCloseTo(twoSampleChi2(a, b, all)!.chi2, 12);
  });
});

test('bins are merged until the smaller sample expects ten, and one bin is no test', () => {
  // 100 of 300: shares of 7, 93, 3 and 197 pooled; of the smaller, 100, they make 7/3, 31, 1 and 197/3
  expect(twoSampleChi2(counted(3, 30, 0, 67), counted(4, 63, 3, 130))!.ndf).toBe(1);
  expect(twoSampleChi2(counted(3, 2), counted(40, 10))).toBeUndefined();
});

test.each([
  { name: 'counts', weight: () => 1 },
  { name: 'weights of either sign', weight: (u: number) => (u < 0.15 ? -1 : 1 + u) },
])('p of $name is below 5% in 5% of pseudo-experiments', ({ weight }) => {
  const experiments = 1000;
  let low = 0;
  let perNdf = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const uniform = keyOf('two samples').split(experiment).uniform();
    const fill = (jets: number) => {
      const [sum, variance] = [new Float64Array(8), new Float64Array(8)];
      for (let jet = 0; jet < jets; jet++) {
        const bin = Math.floor(8 * uniform() ** 1.5);
        const w = weight(uniform());
        sum[bin]! += w;
        variance[bin]! += w * w;
      }
      return { sum, variance };
    };
    const { chi2, ndf, p } = twoSampleChi2(fill(400), fill(1000))!;
    perNdf += chi2 / ndf / experiments;
    if (p < 0.05) low++;
  }
  // binomial error 0.7%; chi2 / ndf has an error of sqrt(2 / 7 / 1000) = 1.7%
  expect(low / experiments).toBeGreaterThan(0.03);
  expect(low / experiments).toBeLessThan(0.07);
  expect(Math.abs(perNdf - 1)).toBeLessThan(0.06);
});
