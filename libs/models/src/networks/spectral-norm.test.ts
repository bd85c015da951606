import { openDevice, float32 } from '@jetdemon/compute';
import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { spectralNormBound, spectralNormBoundOf } from './spectral-norm.ts';

const device = await openDevice('cpu');

/** Rows of a Householder reflection's first columns, times singular values: its norm is the largest of them. */
function matrixOf(singular: readonly number[], rows: number): Float32Array {
  const columns = singular.length;
  const reflection = (size: number, seed: number) => {
    const uniform = keyOf(seed).uniform();
    const v = Array.from({ length: size }, () => uniform() - 0.5);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    return (i: number, j: number) => (i === j ? 1 : 0) - (2 * v[i]! * v[j]!) / square;
  };
  const [u, w] = [reflection(rows, 1), reflection(columns, 2)];
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return singular.reduce((sum, s, k) => sum + u(i, k) * s * w(k, j), 0);
  });
}

// W = U diag(s) V with U and V orthogonal (Householder), so ‖W‖₂ = max s; the bound is (Σ (s/max s)^128)^(1/128) of it.
test.each([
  { what: 'a tall matrix', singular: [3, 2, 0.5], rows: 7, transposed: false },
  { what: 'a wide matrix', singular: [3, 2, 0.5], rows: 7, transposed: true },
  { what: 'equal singular values', singular: [0.7, 0.7, 0.7, 0.7], rows: 4, transposed: false },
  { what: 'rank 1', singular: [1e-3, 0], rows: 3, transposed: false },
  { what: 'large numbers', singular: [1e6, 9.9e5, 1], rows: 3, transposed: false },
])('of $what it is what powers of singular values say, from above', async ({ singular, rows, transposed }) => {
  const columns = singular.length;
  const matrix = matrixOf(singular, rows);
  const [values, shape] = transposed
    ? [matrix.map((_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!), [columns, rows] as const]
    : [matrix, [rows, columns] as const];
  const norm = Math.max(...singular);
  const expected = norm * singular.reduce((sum, s) => sum + (s / norm) ** 128, 0) ** (1 / 128);
  const host = spectralNormBoundOf(values, shape);
  expect(host / expected).toBeCloseTo(1, 6);
  expect(host).toBeGreaterThanOrEqual(norm * (1 - 1e-7));
  const run = device.compile(({ w }) => ({ bound: spectralNormBound(w as never) }));
  const { bound } = await run({ w: float32(values, [...shape]) });
  expect(bound!.data[0]! / expected).toBeCloseTo(1, 5);
});

test('of zeros it is 0', () => {
  expect(spectralNormBoundOf([0, 0, 0, 0], [2, 2])).toBe(0);
});
