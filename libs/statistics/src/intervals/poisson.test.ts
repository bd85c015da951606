import { expect, test } from 'vitest';
import { poissonInterval, weightedInterval } from './poisson.ts';

// 0 to 100: Gehrels, ApJ 303 (1986) 336, tables 1 and 2, column S = 1 (three decimals there). All digits: both tails
// solved by bisection with the sum of the Poisson terms in 40-digit decimals (Python's decimal).
test.each([
  { count: 0, low: 0, high: 1.841021645 },
  { count: 1, low: 0.172753779, high: 3.299526559 },
  { count: 2, low: 0.7081854398, high: 4.637859623 },
  { count: 5, low: 2.840308856, high: 8.382472652 },
  { count: 10, low: 6.891305561, high: 14.26694976 },
  { count: 20, low: 15.56555202, high: 25.54651923 },
  { count: 100, low: 90.01674518, high: 111.0333609 },
  { count: 5000, low: 4929.29168, high: 5071.715394 },
])('the 68.27% interval of $count is [$low, $high]', ({ count, low, high }) => {
  const interval = poissonInterval(count);
  expect(interval.low).toBeCloseTo(low, 5);
  expect(interval.high).toBeCloseTo(high, 5);
});

test('the 90% interval of no event ends at -ln(0.05)', () => {
  expect(poissonInterval(0, 0.9).high).toBeCloseTo(-Math.log(0.05), 9);
});

// scipy: t = norm.sf(1); k = variance / sum (unit for an empty bin); n = sum / k
// k * chi2.ppf(t, 2 * n) / 2, k * chi2.isf(t, 2 * (n + 1)) / 2
test.each([
  { sum: 3.5, variance: 5.25, low: 1.3783325200884005, high: 7.604419328146276 },
  { sum: 0.3, variance: 0.09, low: 0.05182613370703499, high: 0.9898579677347565 },
  { sum: 120, variance: 480, low: 98.21391017825576, high: 146.15218549067174 },
  { sum: 1000, variance: 1234.5, low: 964.8717884606241, high: 1036.3844192361391 },
  { sum: 7, variance: 7, low: 4.418529543933736, high: 10.770280720434087 },
  { sum: 0, variance: 0, low: 0, high: 4.6025541125231575 },
])('the interval of weights of sum $sum and squares of $variance is [$low, $high]', ({ sum, variance, low, high }) => {
  const interval = weightedInterval(sum, variance, 2.5);
  expect(interval.low).toBeCloseTo(low, 9);
  expect(interval.high).toBeCloseTo(high, 9);
});

test('the interval of less than one effective jet is that of a normal variable', () => {
  expect(weightedInterval(-0.5, 2.25, 1)).toEqual({ low: -2, high: 1 });
  expect(weightedInterval(0, 4, 1)).toEqual({ low: -2, high: 2 });
  expect(weightedInterval(0.5, 2.25, 1)).toEqual({ low: -1, high: 2 });
});
