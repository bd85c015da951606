import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimise } from './minimise.ts';

const everywhere = { low: [-Infinity, -Infinity], high: [Infinity, Infinity] };

/** (x - a)^2 + 10 (y - b)^2 + c x y */
const bowl = (a: number, b: number, c: number) => {
  const value = ([x, y]: Float64Array) => (x! - a) ** 2 + 10 * (y! - b) ** 2 + c * x! * y!;
  const derivatives = (at: Float64Array) => {
    const [x, y] = at as unknown as [number, number];
    const gradient = Float64Array.of(2 * (x - a) + c * y, 20 * (y - b) + c * x);
    return { value: value(at), gradient, hessian: Float64Array.of(2, c, c, 20) };
  };
  return [value, derivatives] as const;
};

describe('minimise', () => {
  test('finds that of a quadratic in one step, and of the box that cuts it', () => {
    const [value, derivatives] = bowl(3, -2, 0);
    expect([...minimise(value, derivatives, [0, 0], everywhere).at]).toEqual([3, -2]);
    expect([...minimise(value, derivatives, [0, 0], { low: [0, -1], high: [2, 1] }).at]).toEqual([2, -1]);
  });

  test('in a box no neighbour in it is lower', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const [value, derivatives] = bowl(a, b, c);
        const box = { low: [-1, -1], high: [1, 1] };
        const { at, value: least } = minimise(value, derivatives, [0.3, -0.2], box);
        for (const [dx, dy] of [
          [1e-3, 0],
          [-1e-3, 0],
          [0, 1e-3],
          [0, -1e-3],
        ] as const) {
          // prettier-ignore
          const clamp = (x: number) => Math.min(1, Math.max(-1, x));
          expect(value(Float64Array.of(clamp(at[0]! + dx), clamp(at[1]! + dy)))).toBeGreaterThan(least - 1e-12);
        }
      }),
    );
  });

  // Rosenbrock (Comput. J. 3 (1960) 175): (1 - x)^2 + 100 (y - x^2)^2, not convex at its usual start, minimum at (1, 1)
  test('walks a bent valley', () => {
    const value = ([x, y]: Float64Array) => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2;
    const derivatives = (at: Float64Array) => {
      const [x, y] = at as unknown as [number, number];
      const gradient = Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x));
      return {
        value: value(at),
        gradient,
        hessian: Float64Array.of(2 - 400 * (y - 3 * x * x), -400 * x, -400 * x, 200),
      };
    };
    for (const start of [
      [-1.2, 1],
      [0, 2],
    ]) {
      // prettier-ignore
      const { at } = minimise(value, derivatives, start, everywhere);
      expect(at[0]).toBeCloseTo(1, 8);
      expect(at[1]).toBeCloseTo(1, 8);
    }
  });

  // (x - 3)^2 / 2 on top of 60,000, where doubles are 7e-12 apart, with a gradient that is never exactly 0
  test('ends where rounding hides what a step would gain', () => {
    const value = ([x]: Float64Array) => 60_000 + (x! - 3) ** 2 / 2;
    const derivatives = (at: Float64Array) => ({
      value: value(at),
      gradient: Float64Array.of(at[0]! - 3 + 5e-6 * (at[0]! < 3 ? -1 : 1)),
      hessian: Float64Array.of(1),
    });
    const { at } = minimise(value, derivatives, [0], { low: [-Infinity], high: [Infinity] });
    expect(Math.abs(at[0]! - 3)).toBeLessThan(1e-5);
  });

  test('keeps to the domain: x - ln x from far out', () => {
    const value = ([x]: Float64Array) => (x! > 0 ? x! - Math.log(x!) : Infinity);
    const derivatives = (at: Float64Array) => ({
      value: value(at),
      gradient: Float64Array.of(1 - 1 / at[0]!),
      hessian: Float64Array.of(1 / at[0]! ** 2),
    });
    for (const start of [1e-6, 50]) {
      expect(minimise(value, derivatives, [start], { low: [-Infinity], high: [Infinity] }).at[0]).toBeCloseTo(1, 7);
    }
  });
});
