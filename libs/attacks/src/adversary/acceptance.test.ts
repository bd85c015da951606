import { expect, test } from 'vitest';
import { distancesOf, failedCriteria } from './acceptance.ts';

// 100 background jets at 1 … 100, of which the upper k move beyond all others; signal is moved out of sight.
const label = Uint8Array.from({ length: 120 }, (_, row) => (row < 100 ? 0 : 1));
const before = { score: Float32Array.from(label, (one, row) => (one ? 0 : row + 1)) };
const after = (k: number) => ({
  score: before.score.map((x, row) => (label[row] ? 1e6 : x + (x > 100 - k ? 1000 : 0))),
});

test('the distance is that of background alone, with the error of a share', () => {
  const { ks, error } = distancesOf(before, after(10), label, ['score']);
  expect(ks.score).toBeCloseTo(0.1, 10);
  expect(error.score).toBeCloseTo(Math.sqrt((0.1 * 0.9) / 100), 6); // 0.03
});

test('jets count with their weights', () => {
  // The ten that move weigh 2 each, the other 90 so much that all weigh 100.
  const weights = Float64Array.from(label, (_, row) => (row >= 90 && row < 100 ? 2 : 80 / 90));
  expect(distancesOf(before, after(10), label, ['score'], weights).ks.score).toBeCloseTo(0.2, 10);
});

test.each([
  [0.14, []],
  [0.12, ['score']],
])('a distance of 0.10 ± 0.03 with a limit of %d fails %j', (limit, failed) => {
  expect(failedCriteria({ score: limit }, distancesOf(before, after(10), label, ['score']))).toEqual(failed);
});

test('what did not move passes any acceptance criterion, and without acceptance criteria everything passes', () => {
  expect(failedCriteria({ score: 1e-9 }, distancesOf(before, before, label, ['score']))).toEqual([]);
  expect(failedCriteria({}, distancesOf(before, after(100), label, ['score']))).toEqual([]);
});
