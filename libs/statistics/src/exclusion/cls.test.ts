import { describe, expect, test } from 'vitest';
import { cls, upperLimit } from './cls.ts';

// pyhf's "hello world": pyhf.simplemodels.uncorrelated_background(signal=[12, 11], bkg=[50, 52], bkg_uncertainty=[3, 7])
const hello = { signal: [12, 11], background: [50, 52], error: [3, 7] };
const observed = [51, 48];

describe('the numbers that pyhf documents', () => {
  // README and docstring of pyhf.infer.hypotest, test_stat="qtilde". Its minimiser stops early: the same formulae with
  // Newton's method in numpy give [0.00260640, 0.01382064, 0.06445515, 0.23526090, 0.57304165] for the band.
  test('CLs at mu = 1, observed and expected', () => {
    const found = cls(1, observed, hello);
    expect(Math.abs(found.observed - 0.05251497)).toBeLessThan(1e-5);
    const band = [0.00260626, 0.01382005, 0.06445321, 0.23525644, 0.57303621];
    const newton = [0.0026064, 0.01382064, 0.06445515, 0.2352609, 0.57304165];
    found.expected.forEach((value, at) => {
      expect(Math.abs(value - band[at]!)).toBeLessThan(1e-5);
      expect(value).toBeCloseTo(newton[at]!, 7);
    });
  });

  // docstring of pyhf.infer.intervals.upper_limits.toms748_scan, there to a relative tolerance of 0.01
  test('95% upper limits', () => {
    const found = upperLimit(observed, hello);
    const band = [0.5600747, 0.75702605, 1.06234693, 1.50116923, 2.05078912];
    [found.observed, ...found.expected].forEach((limit, at) => {
      expect(Math.abs(limit / [1.01156939, ...band][at]! - 1)).toBeLessThan(0.01);
    });
  });

  test('a limit is where CLs is 5%', () => {
    const { observed: limit, expected } = upperLimit(observed, hello);
    expect(cls(limit, observed, hello).observed).toBeCloseTo(0.05, 10);
    expected.forEach((one, at) => expect(cls(one, observed, hello).expected[at]).toBeCloseTo(0.05, 10));
  });
});

describe('upperLimit', () => {
  // Exact CLs = P(N <= n | mu s + b) / P(N <= n | b), tried in the limit of many counts:
  // from scipy.stats import poisson; from scipy.optimize import brentq
  // brentq(lambda mu: poisson.cdf(n, b + mu) / poisson.cdf(n, b) - 0.05, 0, 1e4, xtol=1e-12)
  test.each([
    { n: 100, b: 100, exact: 21.37421 },
    { n: 1000, b: 1000, exact: 63.71676 },
    { n: 10300, b: 10000, exact: 468.5781 },
    { n: 9900, b: 10000, exact: 142.326 },
  ])('of $n counts over an exact background of $b is near that of exact CLs', ({ n, b, exact }) => {
    const { observed } = upperLimit([n], { signal: [1], background: [b], error: [0] });
    expect(Math.abs(observed / exact - 1)).toBeLessThan(n === 100 ? 0.03 : 0.01);
  });

  // For large b everything is Gaussian with variance b + sigma^2: the median limit is Phi^-1(1 - 0.05 / 2) standard
  // deviations, that at N sigma Phi^-1(1 - 0.05 Phi(N)) + N, eq. (89) of arXiv:1007.1727 with CLs.
  test('of a large background is that of a Gaussian', () => {
    const width = Math.hypot(1e4, 2e4);
    const { expected } = upperLimit([1e8], { signal: [1], background: [1e8], error: [2e4] });
    // scipy.stats.norm: [norm.isf(0.05 * norm.cdf(N)) + N for N in (-2, -1, 0, 1, 2)]
    [1.0518, 1.412, 1.96, 2.7272, 3.656].forEach((gaussian, at) => {
      expect(expected[at]! / width).toBeCloseTo(gaussian, 2);
    });
  });

  test('scales with the signal and rises with the uncertainty of the background', () => {
    const limit = (signal: number, error: number) =>
      upperLimit([100], { signal: [signal], background: [100], error: [error] }).observed;
    expect(limit(0.25, 10)).toBeCloseTo(4 * limit(1, 10), 8);
    expect(limit(1, 1e-6)).toBeCloseTo(limit(1, 0), 6);
    expect(limit(1, 10)).toBeGreaterThan(limit(1, 5));
  });

  test('of counts as expected is the median of what was expected', () => {
    const { observed, expected } = upperLimit([50, 52], hello);
    expect(observed).toBeCloseTo(expected[2], 10);
  });

  test('of two equal halves of a bin is that of the bin, when the background is exact', () => {
    const halves = upperLimit([30, 30], { signal: [5, 5], background: [25, 25], error: [0, 0] });
    const whole = upperLimit([60], { signal: [10], background: [50], error: [0] });
    expect(halves.observed).toBeCloseTo(whole.observed, 8);
  });

  test('is lower at lower confidence', () => {
    expect(upperLimit(observed, hello, { confidence: 0.9 }).observed).toBeLessThan(
      upperLimit(observed, hello).observed,
    );
  });

  test('is found without any count', () => {
    const { observed } = upperLimit([0], { signal: [1], background: [5], error: [1] });
    expect(observed).toBeGreaterThan(0);
    expect(observed).toBeLessThan(4);
  });

  // ln CLs = ln Q(t + sqrt(q_A)) - ln Q(t) = -q / 2 - ln(1 + sqrt(q_A) / t) for large t, q = 2 mu without counts: mu = ln 20, as exact
  // CLs has it for any background; sqrt(q_A) / t = mu / b.
  test.each([1e3, 1e4, 1e6])('without any count over an exact background of %d is ln 20', (b) => {
    const { observed } = upperLimit([0], { signal: [1], background: [b], error: [0] });
    expect(Math.abs(observed - Math.log(20))).toBeLessThan(5 / b + 1e-6);
  });

  test('is infinite without signal', () => {
    expect(upperLimit([50], { signal: [0], background: [50], error: [5] }).observed).toBe(Infinity);
  });
});
