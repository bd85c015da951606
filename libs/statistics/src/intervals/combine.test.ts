import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combine, difference, propagate, ratio } from './combine.ts';
import type { Quoted } from '@jetdemon/artifacts';

const quoted = (value: number, low: number, high: number): Quoted => ({ value, low, high, description: 'it' });
const anyQuoted = fc
  .tuple(
    fc.double({ min: -10, max: 10, noNaN: true }),
    fc.double({ min: 0, max: 5, noNaN: true }),
    fc.double({ min: 0, max: 5, noNaN: true }),
  )
  .map(([value, down, up]) => quoted(value, value - down, value + up));

describe('the mean over trainings', () => {
  test('of one is that one, interval and all, also where it excludes its value', () => {
    const one = quoted(0.4, 0.41, 0.5);
    expect(combine([one])).toBe(one);
  });

  test('of equal ones keeps their interval: the jets are the same', () => {
    expect(combine([1, 2, 3].map(() => quoted(0.5, 0.25, 1)))).toEqual({ ...quoted(0.5, 0.25, 1), spread: 0 });
  });

  test('has the seeds’ error in quadrature, by hand', () => {
    // values 1, 2, 3: mean 2, s = 1; ends 0.8, 1.6, 2.4 (mean 1.6) and 1.5, 2.5, 3.5 (mean 2.5)
    const { value, low, high, spread } = combine([quoted(1, 0.8, 1.5), quoted(2, 1.6, 2.5), quoted(3, 2.4, 3.5)]);
    expect([value, spread]).toEqual([2, 1]);
    // t of two degrees of freedom in closed form: c sqrt(2 / (1 - c^2)) = 1.3115 for c = 0.68
    const seeds = (0.68 * Math.sqrt(2 / (1 - 0.68 ** 2))) / Math.sqrt(3);
    expect(2 - low).toBeCloseTo(Math.sqrt(0.4 ** 2 + seeds ** 2), 12);
    expect(high - 2).toBeCloseTo(Math.sqrt(0.5 ** 2 + seeds ** 2), 12);
  });

  test('of two needs a factor of 1.84 at 68.27%', () => {
    const { low, high } = combine([quoted(0, 0, 0), quoted(2, 2, 2)], { interval: 0.6827 });
    // s = sqrt(2), error of the mean s / sqrt(2) = 1; Table G.2 of JCGM 100:2008
    expect([low, high].map((end) => Number(end.toFixed(2)))).toEqual([-0.84, 2.84]);
  });

  test('takes a mean outside the jets’ interval as at its end', () => {
    expect(combine([quoted(0.5, 0.625, 0.75), quoted(0.5, 0.625, 0.75)])).toMatchObject({ low: 0.5, high: 0.75 });
  });

  test('lies in its interval, which holds the mean of the ends, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(anyQuoted, { minLength: 2, maxLength: 6 }), (quoteds) => {
        const { value, low, high } = combine(quoteds);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        const mean = (of: (one: Quoted) => number) => quoteds.reduce((sum, one) => sum + of(one), 0) / quoteds.length;
        expect(low).toBeLessThanOrEqual(mean((one) => one.low) + 1e-9);
        expect(high).toBeGreaterThanOrEqual(mean((one) => one.high) - 1e-9);
        const other = combine(quoteds.toReversed());
        expect(other.low).toBeCloseTo(low, 9);
        expect(other.high).toBeCloseTo(high, 9);
      }),
    );
  });

  test('covers the true value in about 68% of repetitions when jets and seeds both fluctuate', () => {
    // true value 0; jets shift all three trainings alike (sigma 1), seeds each by itself (sigma 1): a closed-form model
    const gauss = gaussian(1234);
    const repetitions = 4000;
    let covered = 0;
    for (let at = 0; at < repetitions; at++) {
      const jets = gauss();
      const trainings = [gauss(), gauss(), gauss()].map((seed) => jets + seed);
      const sigma = 0.99446; // of a Gaussian, half the width of its 68%
      const { low, high } = combine(trainings.map((value) => quoted(value, value - sigma, value + sigma)));
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered / repetitions).toBeGreaterThan(0.66);
    expect(covered / repetitions).toBeLessThan(0.76);
  });
});

describe('functions of quoted numbers', () => {
  const [a, b] = [quoted(10, 7, 11), quoted(4, 0, 7)]; // down 3, up 1; down 4, up 3

  test('a difference takes the other side of what is subtracted', () => {
    const result = difference(a, b, 'less');
    expect(result).toMatchObject({ value: 6, description: 'less' });
    expect(result.low).toBeCloseTo(6 - Math.sqrt(3 ** 2 + 3 ** 2), 12);
    expect(result.high).toBeCloseTo(6 + Math.sqrt(1 ** 2 + 4 ** 2), 12);
  });

  test('a ratio has relative errors in quadrature', () => {
    const { value, low, high } = ratio(a, b, 'over');
    expect(value).toBe(2.5);
    expect(low).toBeCloseTo(2.5 * (1 - Math.hypot(3 / 10, 3 / 4)), 12);
    expect(high).toBeCloseTo(2.5 * (1 + Math.hypot(1 / 10, 4 / 4)), 12);
  });

  test('a ratio with a negative numerator or denominator has its interval around it', () => {
    fc.assert(
      fc.property(anyQuoted, anyQuoted, (numerator, denominator) => {
        fc.pre(Math.abs(denominator.value) > 0.1);
        const { value, low, high } = ratio(numerator, denominator, '');
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  test('no argument, no error', () => {
    expect(propagate(3, [], 'it')).toEqual(quoted(3, 3, 3));
  });
});

/** Box-Muller on a linear congruential generator (Numerical Recipes, "quick and dirty"). */
function gaussian(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
