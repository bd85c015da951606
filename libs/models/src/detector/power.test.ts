import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { ksTest, meanTest, powerOf } from './power.ts';

/** Standard normal numbers about `mean`, by Box and Muller. */
function normal(count: number, mean: number, seed: number): Float64Array {
  const uniform = keyOf(seed).uniform();
  return Float64Array.from(
    { length: count },
    () => mean + Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

const options = { jets: 100, pseudoExperiments: 1000, level: 0.05 };

// The test of a difference of means of n and n unit normals d apart is a z test of d √(n/2): one-sided at 5% its power is
// Φ(d √(n/2) − 1.64485). scipy 1.13: norm.cdf(0.3*sqrt(50) - 1.6448536) = 0.6831
test('the test of means has the power of the z test, and false alarms as often as its level says', () => {
  const samples = { nominal: normal(40_000, 0, 1), moved: normal(40_000, 0.3, 2) };
  const { power, falseAlarms } = powerOf(meanTest(199), samples, options, keyOf(3));
  // four standard deviations of 1,000 pseudo-experiments, and what 199 permutations cost (1%)
  expect(Math.abs(power.value - 0.6831)).toBeLessThan(4 * Math.sqrt((0.6831 * 0.3169) / 1000) + 0.01);
  expect(Math.abs(falseAlarms.value - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 1000));
  expect(power.low).toBeLessThan(power.value);
  expect(power.high).toBeGreaterThan(power.value);
});

test('the power rises with the number of jets, and that of a KS test is smaller', () => {
  const samples = { nominal: normal(40_000, 0, 1), moved: normal(40_000, 0.3, 2) };
  const at = (jets: number) => powerOf(meanTest(99), samples, { ...options, jets, pseudoExperiments: 400 }, keyOf(4));
  const ks = powerOf(ksTest, samples, { ...options, pseudoExperiments: 400 }, keyOf(4));
  expect(at(20).power.high).toBeLessThan(at(200).power.low);
  expect(ks.power.high).toBeLessThan(at(100).power.low);
  expect(ks.falseAlarms.value).toBeLessThan(0.09);
});

test('a test of equal jets alone never rejects, and that of jets all above the others always does', () => {
  const few = { ...options, jets: 10, pseudoExperiments: 50 };
  const same = { nominal: [1, 1, 1], moved: [1, 1, 1] };
  expect(powerOf(meanTest(99), same, few, keyOf(1)).power.value).toBe(0);
  expect(powerOf(meanTest(99), { nominal: [0, 0.1], moved: [5, 6] }, few, keyOf(1)).power.value).toBe(1);
});

test('the same key gives the same shares', () => {
  const samples = { nominal: normal(1000, 0, 1), moved: normal(1000, 0.2, 2) };
  const few = { ...options, pseudoExperiments: 50 };
  expect(powerOf(meanTest(19), samples, few, keyOf(7))).toEqual(powerOf(meanTest(19), samples, few, keyOf(7)));
});
