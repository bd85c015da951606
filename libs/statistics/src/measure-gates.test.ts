import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import type { Jets } from './measure-distributions.ts';
import { measureGates, pairedKs } from './measure-gates.ts';

const upTo99 = Float32Array.from({ length: 100 }, (_, row) => row);

describe('pairedKs', () => {
  test('has the error of the mean paired difference where the distance is largest', () => {
    // ten of 100 move upwards past all others: D = 0.1 at 9, error sqrt((0.1 - 0.01) / 100) = 0.03
    const { value, low, high } = pairedKs(upTo99, upTo99.map((x) => (x < 10 ? x + 1000 : x))); // prettier-ignore
    expect(value).toBeCloseTo(0.1, 12);
    expect(low).toBeCloseTo(0.07, 12);
    expect(high).toBeCloseTo(0.13, 12);
  });

  test('counts moves in both directions in the error', () => {
    // past 49, 15 move up and 5 down: D = 0.1, error sqrt((0.2 - 0.01) / 100)
    const moved = upTo99.map((x) => (x >= 35 && x < 50 ? x + 15 : x >= 60 && x < 65 ? x - 30 : x));
    const { value, high } = pairedKs(upTo99, moved);
    expect(value).toBeCloseTo(0.1, 12);
    expect(high - value).toBeCloseTo(Math.sqrt(0.0019), 12);
  });

  test('of jets that did not move is 0 without error, whatever their order', () => {
    expect(pairedKs(upTo99, upTo99)).toEqual({ value: 0, low: 0, high: 0 });
  });

  // Uniform values; one in ten of those below 1/2 is mirrored to above 1/2: the distance is 0.05, at 1/2.
  test('holds the true distance in 68% of samples', () => {
    const uniform = keyOf('paired').uniform();
    const trials = 400;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const a = Float32Array.from({ length: 1000 }, () => uniform());
      const b = a.map((x) => (x < 0.5 && uniform() < 0.1 ? 1 - x : x));
      const { low, high } = pairedKs(a, b);
      if (low <= 0.05 && 0.05 <= high) held++;
    }
    expect(Math.abs(held / trials - 0.68)).toBeLessThan(0.08);
  });
});

describe('measureGates', () => {
  const row = Float32Array.from({ length: 200 }, (_, at) => at % 100);
  const nominal: Jets = {
    label: Uint8Array.from({ length: 200 }, (_, at) => Number(at >= 100)),
    score: row.map((x) => x / 100),
    pt: row,
    mass: row,
    d2: row,
  };
  const perturbed: Jets = {
    ...nominal,
    score: nominal.score.map((x, at) => (at < 2 ? 1 : x)), // 2% of background
    pt: nominal.pt.map((x, at) => (at < 3 ? x + 1000 : x)), // 3% of background
    mass: nominal.mass.map((x, at) => (at >= 100 && at < 120 ? x + 1000 : x)), // 20% of signal
  };
  const metrics = measureGates(nominal, perturbed, { mass: 0.04, pt: 0.04, score: 0.01 });

  test('measures each class by itself, over the limit of the observable', () => {
    expect(metrics.background.score.ks.value).toBeCloseTo(0.02, 12);
    expect(metrics.background.score.ks_over_limit.value).toBeCloseTo(2, 12);
    expect(metrics.background.pt.ks_over_limit.value).toBeCloseTo(0.75, 12);
    expect(metrics.background.mass.ks.value).toBe(0);
    expect(metrics.signal.mass.ks.value).toBeCloseTo(0.2, 12);
    expect(metrics.signal.score.ks.value).toBe(0);
  });

  test('takes the largest ratio of background, whatever signal does', () => {
    const { ks_over_limit } = metrics.background.score;
    expect(metrics.largest_ratio).toMatchObject({ value: ks_over_limit.value, low: ks_over_limit.low, high: ks_over_limit.high }); // prettier-ignore
    expect(metrics.largest_ratio.description).toMatch(/that of the classifier output/);
  });
});
