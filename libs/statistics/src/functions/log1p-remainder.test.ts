import { expect, test } from 'vitest';
import { lessLog1p } from './log1p-remainder.ts';

// python3: decimal.getcontext().prec = 50; x - (1 + x).ln()
test.each([
  { x: 1e-12, expected: 4.9999999999966669e-25 },
  { x: -1e-8, expected: 5.0000000333333335e-17 },
  { x: 3e-3, expected: 4.4910202015211885e-6 },
  { x: -0.00999, expected: 5.0234894415290075e-5 },
  { x: 0.0101, expected: 5.0664146998559153e-5 },
  { x: -0.5, expected: 0.19314718055994531 },
  { x: 7, expected: 4.9205584583201638 },
])('x - ln(1 + x) of $x', ({ x, expected }) => {
  expect(Math.abs(lessLog1p(x) / expected - 1)).toBeLessThan(1e-13);
});

test('of 0 is 0, at -1 infinite', () => {
  expect(lessLog1p(0)).toBe(0);
  expect(lessLog1p(-1)).toBe(Infinity);
});
