import { expect, test } from 'vitest';
import { poissonInterval } from './poisson.ts';

test('the interval of a count is that of Gehrels’ tables within 2%', () => {
  // ApJ 303 (1986) 336, Tables 1 and 2, S = 1; checked by bisection of the sums of Poisson probabilities.
  const exact = [
    [0, 0, 1.841],
    [1, 0.1728, 3.3],
    [2, 0.7082, 4.638],
    [5, 2.84, 8.382],
    [10, 6.891, 14.27],
    [100, 90.02, 111.03],
  ];
  for (const [count, low, high] of exact) {
    const found = poissonInterval(count!);
    expect(Math.abs(found.low - low!)).toBeLessThanOrEqual(0.02 * low!);
    expect(Math.abs(found.high - high!)).toBeLessThanOrEqual(0.02 * high!);
  }
});
