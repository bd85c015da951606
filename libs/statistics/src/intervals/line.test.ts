import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slopeOf } from './line.ts';
import { quoted } from '../testing/workspace.ts';

const point = (x: number, y: number, { dx = 0, dy = 1 } = {}) => ({ x: quoted(x, dx), y: quoted(y, dy) });

test('of two points the slope is rise over run, its error that of their difference', () => {
  const { value, low, high, description } = slopeOf([point(0, 1, { dy: 3 }), point(2, 5, { dy: 4 })], 'rise');
  expect(value).toBeCloseTo(2, 12);
  expect([value - low, high - value].map((side) => side.toFixed(9))).toEqual(['2.500000000', '2.500000000']);
  expect(description).toBe('rise');
});

test('errors of x count by the slope', () => {
  // (5 - 1) / (2 - 0): d slope / d x = -+ 4 / 2^2, so sqrt(2) 0.1 for 0.1 each
  const { value, high } = slopeOf([point(0, 1, { dx: 0.1, dy: 0 }), point(2, 5, { dx: 0.1, dy: 0 })], '');
  expect(high - value).toBeCloseTo(0.1 * Math.SQRT2, 9);
});

test('is the weighted fit of numpy', () => {
  // numpy.polyfit([0.80, 0.82, 0.85, 0.87], [0.02, 0.05, 0.16, 0.25], 1, w=1 / numpy.array([0.01, 0.02, 0.02, 0.04]),
  // cov='unscaled'): 2.910344828 +- 0.371390676; without w: 3.344827586
  const points = [
    point(0.8, 0.02, { dy: 0.01 }),
    point(0.82, 0.05, { dy: 0.02 }),
    point(0.85, 0.16, { dy: 0.02 }),
    point(0.87, 0.25, { dy: 0.04 }),
  ];
  const { value, high } = slopeOf(points, '');
  expect(value).toBeCloseTo(2.910344828, 9);
  expect(high - value).toBeCloseTo(0.371390676, 9);
  expect(slopeOf([...points.slice(0, 3), point(0.87, 0.25, { dy: 0 })], '').value).toBeCloseTo(3.344827586, 9);
});

test('finds the slope of points that lie on a line, whatever their errors', () => {
  const error = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: -9, max: 9 }), fc.array(error, { minLength: 2, maxLength: 6 }), (slope, errors) => {
      const points = errors.map((dy, x) => point(x, 3 + slope * x, { dy }));
      expect(slopeOf(points, '').value).toBeCloseTo(slope, 6);
    }),
  );
});

test('is undefined where all x are the same', () => {
  expect(slopeOf([point(1, 1), point(1, 2)], '').value).toBeNaN();
});
