import { expect, test } from 'vitest';
import { binomialInterval } from './binomial.ts';

// scipy.stats.binomtest(k, n).proportion_ci(confidence_level=0.6826894921370859, method='wilson')
test.each([
  { successes: 0, trials: 1000, low: 0, high: 0.000999000999001 },
  { successes: 50, trials: 1000, low: 0.0435463162033, high: 0.0573527846958 },
  { successes: 1, trials: 3, low: 0.135643223061, high: 0.614356776939 },
  { successes: 1000, trials: 1000, low: 0.999000999001, high: 1 },
  { successes: 523, trials: 1000, low: 0.50719024667, high: 0.538763799284 },
])('the 68.27% interval of $successes of $trials', ({ successes, trials, low, high }) => {
  const interval = binomialInterval(successes / trials, trials);
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
});
