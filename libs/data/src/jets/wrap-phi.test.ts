import { expect, test } from 'vitest';
import { wrapPhi } from './wrap-phi.ts';

test.each([0, 1e-300, -3, Math.PI, -Math.PI])('%f stays what it is', (angle) => {
  expect(wrapPhi(angle)).toBe(angle);
});

test.each([
  [4, 4 - 2 * Math.PI],
  [-4, 2 * Math.PI - 4],
  [3 * Math.PI + 0.5, 0.5 - Math.PI],
  [20, 20 - 6 * Math.PI],
])('%f is %f', (angle, expected) => {
  expect(wrapPhi(angle)).toBeCloseTo(expected, 12);
});
