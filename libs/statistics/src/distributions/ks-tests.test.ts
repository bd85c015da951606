import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { pairedKs, pairedKsError, unpairedKs } from './ks-tests.ts';

const upTo99 = Float32Array.from({ length: 100 }, (_, row) => row);
const uniformOf = (name: string) => keyOf(name).uniform();

describe('pairedKsError', () => {
  test('is that of the mean paired difference where the distance is largest', () => {
    // ten of 100 move upwards past all others: D = 0.1 at 9, error sqrt((0.1 - 0.01) / 100) = 0.03
    const { distance, error } = pairedKsError(upTo99, upTo99.map((x) => (x < 10 ? x + 1000 : x))); // prettier-ignore
    expect(distance).toBeCloseTo(0.1, 12);
    expect(error).toBeCloseTo(0.03, 12);
  });

  test('counts moves in both directions', () => {
    // past 49, 15 move up and 5 down: D = 0.1, error sqrt((0.2 - 0.01) / 100)
    const moved = upTo99.map((x) => (x >= 35 && x < 50 ? x + 15 : x >= 60 && x < 65 ? x - 30 : x));
    const { distance, error } = pairedKsError(upTo99, moved);
    expect(distance).toBeCloseTo(0.1, 12);
    expect(error).toBeCloseTo(Math.sqrt(0.0019), 12);
  });

  test('weighs jets, with the error of a weighted mean', () => {
    // the lowest ten of 100 jump past all others; they have weight 3, the others 1: D = 30 / 120 at 9,
    // error sqrt(10 (3 (1 - D))^2 + 90 D^2) / 120
    const weights = Float64Array.from(upTo99, (x) => (x < 10 ? 3 : 1));
    const { distance, error } = pairedKsError(upTo99, upTo99.map((x) => (x < 10 ? x + 1000 : x)), weights); // prettier-ignore
    expect(distance).toBeCloseTo(0.25, 12);
    expect(error).toBeCloseTo(Math.sqrt(10 * (3 * 0.75) ** 2 + 90 * 0.25 ** 2) / 120, 12);
  });

  test('is 0 of jets that did not move, whatever their order', () => {
    expect(pairedKsError(upTo99, upTo99)).toEqual({ distance: 0, error: 0 });
  });
});

describe('pairedKs', () => {
  const options = { permutations: 2000 };

  test('of one jet that moved: every permutation is as far', () => {
    const moved = upTo99.map((x) => (x === 3 ? 1000 : x));
    const { distance, chance, p } = pairedKs(upTo99, moved, uniformOf('one'), options);
    expect([distance, chance, p]).toEqual([expect.closeTo(0.01, 12), expect.closeTo(0.01, 12), 1]);
  });

  // k jets that move past all others apart: the largest partial sum of k signs. All alike with probability 2^(1 - k).
  test('of jets that all move up: as far where all signs agree', () => {
    const moved = upTo99.map((x) => (x < 6 ? x + 1000 : x));
    const { distance, p } = pairedKs(upTo99, moved, uniformOf('six'), options);
    expect(distance).toBeCloseTo(0.06, 12);
    expect(Math.abs(p - 2 ** -5)).toBeLessThan(0.012);
  });

  test('with weights all alike is that without', () => {
    const moved = upTo99.map((x) => x + (x % 7));
    const weights = new Float64Array(100).fill(2);
    const [weighted, counted] = [weights, undefined].map((one) =>
      pairedKs(upTo99, moved, uniformOf('alike'), { weights: one, permutations: 200 }),
    );
    expect(weighted!.distance).toBeCloseTo(counted!.distance, 12);
    expect(weighted!.chance).toBeCloseTo(counted!.chance, 12);
    expect(weighted!.p).toBe(counted!.p);
  });

  test('p is uniform where nothing moves the distribution', () => {
    const uniform = uniformOf('null');
    const found = Array.from({ length: 400 }, () => {
      const a = Float64Array.from({ length: 100 }, () => uniform());
      const b = a.map((x) => (uniform() < 0.2 ? uniform() : x));
      // Weights of all sizes, so that no two distances are alike, as those of whole numbers of jets are.
      const weights = a.map(() => 0.5 + uniform());
      return pairedKs(a, b, uniform, { weights, permutations: 99 }).p;
    });
    // 2.4 standard deviations of a share of 400
    for (const level of [0.2, 0.5, 0.8])
      expect(Math.abs(found.filter((p) => p <= level).length / 400 - level)).toBeLessThan(0.06);
  });
});

describe('unpairedKs', () => {
  const [a, b] = [60, 45].map((size, at) =>
    Float64Array.from({ length: size }, (_, i) => ((i + 0.5) / size) ** (at ? 1.4 : 1)),
  ) as [Float64Array, Float64Array];

  test('has distance and p of two independent samples, and the mean of the Kolmogorov distribution', () => {
    const { distance, chance, p } = unpairedKs(a, b);
    // scipy 1.17.1: stats.ks_2samp(a, b).statistic, special.kolmogorov(sqrt(60 * 45 / 105) * statistic)
    expect(distance).toBeCloseTo(0.1388888888888889, 12);
    expect(p).toBeCloseTo(0.7040734799295749, 12);
    // scipy 1.17.1: stats.kstwobign.mean() = 0.8687311606312806
    expect(chance).toBeCloseTo(0.8687311606312806 * Math.sqrt(1 / 60 + 1 / 45), 10);
  });

  test('of weights that are all alike is that of counted jets', () => {
    const weights = { a: new Float64Array(60).fill(2), b: new Float64Array(45).fill(0.5) };
    const [weighted, counted] = [unpairedKs(a, b, weights), unpairedKs(a, b)];
    for (const name of ['distance', 'chance', 'p'] as const) expect(weighted[name]).toBeCloseTo(counted[name], 12);
  });
});
