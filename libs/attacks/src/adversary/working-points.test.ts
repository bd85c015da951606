import { expect, test } from 'vitest';
import { keyOf } from '@jetdemon/workflow';
import { workingPoints } from './working-points.ts';

test('where every sample has the same optimum it is the only working point', () => {
  // Background at 0, 1 and 2 in turn, signal at 1: with most signal beyond 1 and a third of background beyond it.
  const label = Uint8Array.from({ length: 3000 }, (_, row) => row % 2);
  const score = Float32Array.from(label, (one, row) => (one ? 1 : row % 6 === 0 ? 2 : 0));
  expect(new Set(workingPoints(label, score, 1000, keyOf(1)))).toEqual(new Set([1]));
});

test('a small sample gives its own optimum alone', () => {
  const label = Uint8Array.from({ length: 80 }, (_, row) => (row < 60 ? 0 : 1));
  const score = Float32Array.from(label, (_, row) => (row < 40 ? 0 : 3));
  expect([...workingPoints(label, score, 40, keyOf(1))]).toEqual([3]);
});

test('optima of smaller samples scatter more', () => {
  const uniform = keyOf(2).uniform();
  const label = Uint8Array.from({ length: 20_000 }, (_, row) => row % 2);
  // Signal is a triangle on [0, 3], background on [-3, 0] stretched into it.
  const score = Float32Array.from(label, (one) => (one ? 3 * Math.max(uniform(), uniform()) : 5 * uniform() * uniform() - 2)); // prettier-ignore
  const spread = (size: number) => {
    const points = workingPoints(label, score, size, keyOf(3));
    return points.at(-1)! - points[0]!;
  };
  expect(spread(1000)).toBeGreaterThan(spread(20_000));
});
