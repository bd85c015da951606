import { describe, expect, test } from 'vitest';
import { circle, cutOf, fromCut } from './plane.ts';

const turn = 2 * Math.PI;

describe('an angle above the cut', () => {
  test('differs by whole turns and is in [cut, cut + 2π)', () => {
    for (const cut of [-Math.PI, -1, 0, 2.5]) {
      for (const phi of [-Math.PI, -3, 0, 1, Math.PI, cut, cut + 1e-17]) {
        const above = fromCut(phi, cut);
        expect(above).toBeGreaterThanOrEqual(cut);
        expect(above).toBeLessThan(cut + turn);
        expect(Math.cos(above - phi)).toBeCloseTo(1, 12);
      }
    }
  });
});

describe('the cut', () => {
  test('is at -π without jets, and opposite of a single one', () => {
    expect(cutOf([])).toBe(-Math.PI);
    expect(cutOf([1])).toBeCloseTo(1 - Math.PI, 12);
  });

  test('is halfway between two jets back to back, also when one is at the seam', () => {
    expect(Math.abs(Math.cos(cutOf([0, Math.PI])))).toBeCloseTo(0, 12);
    expect(Math.abs(Math.cos(cutOf([0.01, -Math.PI + 0.01]) - 0.01))).toBeCloseTo(0, 12);
  });

  test('is in the middle of the widest gap, across the seam too', () => {
    expect(cutOf([-1, 0, 1])).toBeCloseTo(-Math.PI, 12);
    expect(cutOf([2, 3, -3])).toBeCloseTo(-0.5, 12); // between -3 and 2
  });
});

describe('a circle', () => {
  test('has all its points at its radius, once where it is inside', () => {
    const points = circle(0.5, 1, 0.4, -2);
    expect(new Set(points.map(({ copy }) => copy))).toEqual(new Set([0]));
    for (const { eta, phi } of points) expect(Math.hypot(eta - 0.5, phi - 1)).toBeCloseTo(0.4, 12);
  });

  test('comes back at the other edge where it crosses the cut', () => {
    const copies = new Set(circle(0, -1.9, 0.4, -2).map(({ copy }) => copy));
    expect(copies).toEqual(new Set([0, 1]));
    const other = circle(0, -1.9, 0.4, -2).filter(({ copy }) => copy === 1);
    expect(Math.min(...other.map(({ phi }) => phi))).toBeLessThan(-2 + turn);
  });
});
