import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { chi2Test } from './chi2.ts';

const exact = (sum: Float64Array) => ({ sum, variance: sum.map(() => 0) });
const unweighted = (sum: Float64Array) => ({ sum, variance: sum });

// The example of ROOT's TH1::Chi2Test: tutorials/math/chi2test.C, an unweighted histogram against a weighted one.
const counts = [0, 1, 0, 1, 1, 6, 7, 2, 22, 30, 27, 20, 13, 9, 9, 13, 19, 11, 9, 0];
const weights = [
  2.20173025, 3.30143857, 2.5892849, 2.99990201, 4.92877054, 8.33036995, 6.95084763, 15.206357, 23.9236012, 44.3848114,
  49.4465599, 25.1868858, 16.3129692, 13.0289612, 16.7857609, 22.9914703, 30.5279255, 12.5252123, 16.4104557,
  7.86067867,
];
const errors = [
  0.38974303, 0.536510944, 0.529702604, 0.642001867, 0.969341516, 1.47611344, 1.69797957, 3.28577447, 5.40784931,
  9.10106468, 9.73541737, 5.55019951, 3.57914758, 2.77877331, 3.23697519, 4.3608489, 5.77172089, 3.38666105, 2.98861837,
  1.58402085,
];

describe('chi2Test', () => {
  const weighted = { sum: Float64Array.from(weights), variance: Float64Array.from(errors, (error) => error ** 2) };
  const options = { minimumExpected: 0, normalisation: 'data' } as const;

  // chi2 and p as the documentation of TH1::Chi2Test quotes them
  test('gives the chi2 that ROOT documents for its example', () => {
    const { chi2, ndf, p } = chi2Test(Float64Array.from(counts), weighted, options);
    expect(chi2).toBeCloseTo(21.09, 2);
    expect(ndf).toBe(19);
    expect(p).toBeCloseTo(0.33, 2);
  });

  test('and for the same with 17 counts more in one bin', () => {
    const { chi2, p } = chi2Test(Float64Array.from(counts.with(14, 26)), weighted, options);
    expect(chi2).toBeCloseTo(32.33, 2);
    expect(p).toBeCloseTo(0.029, 3);
  });

  // python3 -c "from scipy.stats import chisquare; print(chisquare([16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]))"
  test('is that of Pearson when the model is exact', () => {
    const { chi2, ndf, p } = chi2Test(
      Float64Array.of(16, 18, 16, 14, 12, 12),
      exact(Float64Array.of(16, 16, 16, 16, 16, 8)),
      { minimumExpected: 5, normalisation: 'data' },
    );
    expect(chi2).toBeCloseTo(3.5, 12);
    expect(ndf).toBe(5);
    expect(p).toBeCloseTo(0.6233876277495822, 12);
  });

  // sum (n - m)^2 / (n + m): the chi2 of two unweighted histograms of equal size, to the order of 1 / n
  // python3 -c "from scipy.stats import chi2_contingency; print(chi2_contingency([[10100, 9800, 10100], [9900, 10200, 9900]]))"
  test('nears the test of homogeneity of two unweighted histograms when counts are large', () => {
    const { chi2, ndf } = chi2Test(
      Float64Array.of(10100, 9800, 10100),
      unweighted(Float64Array.of(9900, 10200, 9900)),
      { normalisation: 'data' },
    );
    expect(Math.abs(chi2 / 12 - 1)).toBeLessThan(0.01);
    expect(ndf).toBe(2);
  });

  test('a bin without counts adds its likelihood, not a division by zero', () => {
    // n = 0, m = 30, v = 20: mu = m - v = 10, chi2 = mu + (m - mu)^2 / v = 10 + 20
    const one = chi2Test(Float64Array.of(0), { sum: Float64Array.of(30), variance: Float64Array.of(20) });
    expect(one.chi2).toBe(30);
    // v > m: mu = 0, chi2 = m^2 / v
    const other = chi2Test(
      Float64Array.of(0),
      { sum: Float64Array.of(30), variance: Float64Array.of(40) },
      { minimumExpected: 1 },
    );
    expect(other.chi2).toBe(900 / 40);
  });

  test('scales the model to the data when asked', () => {
    const model = exact(Float64Array.of(100, 100));
    const data = Float64Array.of(220, 180);
    expect(chi2Test(data, model)).toMatchObject({ chi2: 120 ** 2 / 100 + 80 ** 2 / 100, ndf: 2, scale: 1 });
    expect(chi2Test(data, model, { normalisation: 'data' })).toMatchObject({ chi2: 4, ndf: 1, scale: 2 });
  });
});

describe('low bins', () => {
  test('are merged to the right, the last ones to the left', () => {
    const model = exact(Float64Array.of(4, 6, 30, 2, 9, 3, 1));
    // 4 + 6 | 30 | 2 + 9 + 3 + 1
    const { chi2, ndf } = chi2Test(Float64Array.of(8, 0, 33, 0, 0, 20, 0), model);
    expect(chi2).toBeCloseTo(4 / 10 + 9 / 30 + 25 / 15, 12);
    expect(ndf).toBe(3);
  });

  test('are those with few simulated events as well as those with few expected', () => {
    const sum = Float64Array.of(50, 50);
    const { ndf } = chi2Test(Float64Array.of(50, 50), { sum, variance: sum.map((m) => m * 6) }); // 50 / 6 events each
    expect(ndf).toBe(1);
  });

  test('that do not suffice together stay one bin, and an empty model none', () => {
    expect(chi2Test(Float64Array.of(1, 2), exact(Float64Array.of(1, 1)))).toMatchObject({ chi2: 0.5, ndf: 1 });
    expect(chi2Test(Float64Array.of(1, 2), exact(Float64Array.of(1, 1)), { normalisation: 'data' })).toMatchObject({
      chi2: 0,
      ndf: 0,
      p: 1,
    });
    expect(chi2Test(Float64Array.of(0, 0), exact(Float64Array.of(0, 0)))).toMatchObject({ chi2: 0, ndf: 0, p: 1 });
  });
});

// Counts and a model of weight 1/2, both Poisson, from one falling distribution: p must be uniform.
test.each(['simulation', 'data'] as const)('is calibrated, normalised to the %s: p is uniform', (normalisation) => {
  const uniform = keyOf('calibration').split(normalisation).uniform();
  const poisson = (mean: number) => {
    let count = -1;
    for (let left = mean; left > 0; left += Math.log(1 - uniform())) count++;
    return count;
  };
  const expected = Array.from({ length: 20 }, (_, bin) => 200 * Math.exp(-bin / 4));
  const trials = 4000;
  let [below5, below50] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const data = Float64Array.from(expected, (mean) => poisson(mean));
    const events = Float64Array.from(expected, (mean) => poisson(2 * mean));
    const model = { sum: events.map((n) => n / 2), variance: events.map((n) => n / 4) };
    const { p } = chi2Test(data, model, { normalisation });
    if (p < 0.05) below5++;
    if (p < 0.5) below50++;
  }
  // 4000 trials: errors of 0.0034 and 0.0079
  expect(Math.abs(below5 / trials - 0.05)).toBeLessThan(0.012);
  expect(Math.abs(below50 / trials - 0.5)).toBeLessThan(0.03);
});

test('counts that are sums of weights have the variance of both histograms', () => {
  const model = { sum: Float64Array.of(20, 30), variance: Float64Array.of(10, 15) };
  const options = { minimumExpected: 1, variance: Float64Array.of(6, 10) };
  // (26 - 20)^2 / (6 + 10) + (25 - 30)^2 / (10 + 15)
  expect(chi2Test(Float64Array.of(26, 25), model, options)).toMatchObject({ chi2: 3.25, ndf: 2 });
  // of both bins as one: (51 - 50)^2 / (16 + 25)
  expect(chi2Test(Float64Array.of(26, 25), model, { ...options, minimumExpected: 40 }).chi2).toBeCloseTo(1 / 41, 12);
});
