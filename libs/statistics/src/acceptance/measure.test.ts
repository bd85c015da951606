import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { measureAcceptance, pairedKs, unpairedKs } from './measure.ts';

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

  test('weighs jets, with the error of a weighted mean', () => {
    // the lowest ten of 100 jump past all others; they have weight 3, the others 1: D = 30 / 120 at 9,
    // error sqrt(10 (3 (1 - D))^2 + 90 D^2) / 120
    const weights = Float64Array.from(upTo99, (x) => (x < 10 ? 3 : 1));
    const { value, low, high } = pairedKs(upTo99, upTo99.map((x) => (x < 10 ? x + 1000 : x)), weights); // prettier-ignore
    const error = Math.sqrt(10 * (3 * 0.75) ** 2 + 90 * 0.25 ** 2) / 120;
    expect(value).toBeCloseTo(0.25, 12);
    expect(low).toBeCloseTo(0.25 - error, 12);
    expect(high).toBeCloseTo(0.25 + error, 12);
  });

  test('of jets that did not move is 0 without error, whatever their order', () => {
    expect(pairedKs(upTo99, upTo99)).toEqual({ value: 0, low: 0, high: 0 });
  });

  // Uniform values; one in ten of those below 1/2 is mirrored to above 1/2: the distance is 0.05, at 1/2, whatever the
  // weights, which do not depend on the value.
  test.each(['counted', 'weighted'])('holds the true distance in 68%% of samples of %s jets', (kind) => {
    const uniform = keyOf('paired').uniform();
    const weights = () => Float64Array.from({ length: 1000 }, () => (uniform() < 0.5 ? 0.5 : 1.5));
    const trials = 400;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const a = Float32Array.from({ length: 1000 }, () => uniform());
      const b = a.map((x) => (x < 0.5 && uniform() < 0.1 ? 1 - x : x));
      const { low, high } = pairedKs(a, b, kind === 'weighted' ? weights() : undefined);
      if (low <= 0.05 && 0.05 <= high) held++;
    }
    expect(Math.abs(held / trials - 0.68)).toBeLessThan(0.08);
  });
});

describe('measureAcceptance', () => {
  const row = Float32Array.from({ length: 200 }, (_, at) => at % 100);
  const nominal = {
    label: Uint8Array.from({ length: 200 }, (_, at) => Number(at >= 100)),
    score: row.map((x) => x / 100),
    pt: row,
    mass: row,
    d2: row,
  };
  const perturbed: ScoredJets = {
    ...nominal,
    score: nominal.score.map((x, at) => (at < 2 ? 1 : x)), // 2% of background
    pt: nominal.pt.map((x, at) => (at < 3 ? x + 1000 : x)), // 3% of background
    mass: nominal.mass.map((x, at) => (at >= 100 && at < 120 ? x + 1000 : x)), // 20% of signal
  };
  const metrics = measureAcceptance(nominal, perturbed, { mass: 0.04, pt: 0.04, score: 0.01 });

  test('measures each class by itself, over the limit of the observable', () => {
    expect(metrics.background.score!.ks.value).toBeCloseTo(0.02, 12);
    expect(metrics.background.score!.ks_over_limit.value).toBeCloseTo(2, 12);
    expect(metrics.background.pt!.ks_over_limit.value).toBeCloseTo(0.75, 12);
    expect(metrics.background.mass!.ks.value).toBe(0);
    expect(metrics.signal.mass!.ks.value).toBeCloseTo(0.2, 12);
    expect(metrics.signal.score!.ks.value).toBe(0);
  });

  test('takes the largest ratio of background, whatever signal does', () => {
    const { ks_over_limit } = metrics.background.score!;
    expect(metrics.largest_ratio).toMatchObject({ value: ks_over_limit.value, low: ks_over_limit.low, high: ks_over_limit.high }); // prettier-ignore
    expect(metrics.largest_ratio.description).toMatch(/that of the classifier output/);
  });

  test('measures what has a limit and nothing else, D2 too', () => {
    const moved = { ...nominal, d2: nominal.d2.map((x, at) => (at < 5 ? x + 1000 : x)) }; // 5% of background
    const { background, largest_ratio } = measureAcceptance(nominal, moved, { score: 0.02, d2: 0.1 });
    expect(Object.keys(background)).toEqual(['score', 'd2']);
    expect(background.d2!.ks.value).toBeCloseTo(0.05, 12);
    expect(largest_ratio.value).toBeCloseTo(0.5, 12);
    expect(largest_ratio.description).toMatch(/that of jet D2/);
  });
});

describe('other jets', () => {
  const [a, b] = [60, 45].map((size, at) =>
    Float64Array.from({ length: size }, (_, i) => ((i + 0.5) / size) ** (at ? 1.4 : 1)),
  ) as [Float64Array, Float64Array];

  test('have distance, p and error of two independent samples', () => {
    const { value, low, high, p } = unpairedKs(a, b);
    // scipy 1.17.1: stats.ks_2samp(a, b).statistic, special.kolmogorov(sqrt(60 * 45 / 105) * statistic), and with the
    // shares fa and fb up to .statistic_location: sqrt(fa * (1 - fa) / 60 + fb * (1 - fb) / 45)
    expect(value).toBeCloseTo(0.1388888888888889, 12);
    expect(p).toBeCloseTo(0.7040734799295749, 12);
    expect((high - low) / 2).toBeCloseTo(0.08899781135084196, 12);
  });

  test('of weights that are all alike have those of counted jets', () => {
    const weights = { a: new Float64Array(60).fill(2), b: new Float64Array(45).fill(0.5) };
    const [weighted, counted] = [unpairedKs(a, b, weights), unpairedKs(a, b)];
    for (const name of ['value', 'low', 'high', 'p'] as const) expect(weighted[name]).toBeCloseTo(counted[name], 12);
  });

  test('have a wider interval than the same jets row by row', () => {
    const moved = a.map((value) => value ** 1.1);
    const [rows, other] = [pairedKs(a, moved), unpairedKs(a, moved)];
    expect(other.value).toBe(rows.value);
    expect(other.high - other.low).toBeGreaterThan(rows.high - rows.low);
  });
});
