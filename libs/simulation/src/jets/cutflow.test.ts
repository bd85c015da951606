import { describe, expect, test } from 'vitest';
import { CutflowTally, efficiency } from './cutflow.ts';

/** A tally of two cuts from how many events pass none, one and both. */
function tallied(counts: readonly number[], weight = 1): CutflowTally {
  const tally = new CutflowTally(['first', 'second']);
  counts.forEach((count, passed) => {
    for (let i = 0; i < count; i++) tally.add(weight, passed);
  });
  return tally;
}

test('every row counts what passed it and all before', () => {
  const steps = tallied([70, 20, 10]).steps();
  expect(steps.map(({ cut, events, weight }) => [cut, events, weight])).toEqual([
    ['all events', 100, 100],
    ['first', 30, 30],
    ['second', 10, 10],
  ]);
  expect(steps.map((step) => [step.efficiency?.value, step.cumulative?.value])).toEqual([
    [undefined, undefined],
    [0.3, 0.3],
    [10 / 30, 0.1],
  ]);
});

// scipy.stats.binomtest(k, n).proportion_ci(confidence_level=0.6826894921370859, method='wilson')
test.each([
  { successes: 0, trials: 1000, low: 0, high: 0.000999000999001 },
  { successes: 50, trials: 1000, low: 0.0435463162033, high: 0.0573527846958 },
  { successes: 1, trials: 3, low: 0.135643223061, high: 0.614356776939 },
  { successes: 1000, trials: 1000, low: 0.999000999001, high: 1 },
])('the interval of $successes of $trials, whatever their common weight', ({ successes, trials, low, high }) => {
  for (const weight of [1, 0.125]) {
    const [, first] = tallied([trials - successes, successes], weight).steps();
    expect(first!.efficiency!.low).toBeCloseTo(low, 10);
    expect(first!.efficiency!.high).toBeCloseTo(high, 10);
  }
});

describe('with weights', () => {
  test('the interval ends where the distance is one standard deviation at the effective number of events', () => {
    const before = { weight: 10, weight2: 30 }; // 1, 2, 3, 4
    const { value, low, high } = efficiency({ weight: 7 }, before)!;
    expect(value).toBe(0.7);
    for (const end of [low, high]) {
      expect(Math.abs(end - value)).toBeCloseTo(Math.sqrt((end * (1 - end)) / (100 / 30)), 12);
    }
  });

  test('an efficiency is undefined without a positive sum, and outside 0 and 1', () => {
    expect(efficiency({ weight: 0 }, { weight: 0, weight2: 0 })).toBeNull();
    expect(efficiency({ weight: 1 }, { weight: -1, weight2: 3 })).toBeNull();
    expect(efficiency({ weight: 3 }, { weight: 2, weight2: 4 })).toBeNull();
    expect(efficiency({ weight: -1 }, { weight: 2, weight2: 4 })).toBeNull();
  });
});
