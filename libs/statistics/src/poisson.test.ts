import { expect, test } from 'vitest';
import { poissonInterval } from './poisson.ts';

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
