import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profile, strongest } from './likelihood.ts';

const bins = fc.array(
  fc.record({
    n: fc.integer({ min: 0, max: 200 }),
    s: fc.double({ min: 0.1, max: 50, noNaN: true }),
    b: fc.double({ min: 1, max: 150, noNaN: true }),
    relative: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('profile', () => {
  test('has the smallest loss: no other background does better (slow reference)', () => {
    fc.assert(
      fc.property(bins, fc.double({ min: 0, max: 5, noNaN: true }), (rows, mu) => {
        const loss = (factors: readonly number[]) =>
          rows.reduce((sum, { n, s, b, relative }, bin) => {
            const tau = 1 / relative ** 2;
            const mean = mu * s + factors[bin]! * b;
            return sum + mean - n * Math.log(mean) + tau * (factors[bin]! - Math.log(factors[bin]!));
          }, 0);
        const { factors } = profile(mu, ...split(rows));
        for (const step of [0.999, 1.001]) {
          expect(loss(factors.map((factor) => factor * step))).toBeGreaterThan(loss(factors) - 1e-9);
        }
      }),
    );
  });

  test('leaves an exact background as it is', () => {
    const model = { signal: [3], background: [10], error: [0] };
    expect(profile(1, { counts: [20], factors: [1] }, model).factors).toEqual([1]);
  });
});

describe('strongest', () => {
  test('of one bin is the excess over the background, closed form', () => {
    const model = { signal: [4], background: [50], error: [7] };
    expect(strongest({ counts: [62], factors: [1] }, model).mu).toBeCloseTo(3, 10);
    expect(strongest({ counts: [49], factors: [1] }, model).mu).toBe(0);
  });

  test('has the smallest loss of all strengths', () => {
    fc.assert(
      fc.property(bins, fc.double({ min: 0, max: 20, noNaN: true }), (rows, other) => {
        const [data, model] = split(rows);
        expect(strongest(data, model).loss).toBeLessThan(profile(other, data, model).loss + 1e-9);
      }),
    );
  });
});

function split(rows: readonly { n: number; s: number; b: number; relative: number }[]) {
  return [
    { counts: rows.map(({ n }) => n), factors: rows.map(() => 1) },
    {
      signal: rows.map(({ s }) => s),
      background: rows.map(({ b }) => b),
      error: rows.map(({ b, relative }) => relative * b),
    },
  ] as const;
}
