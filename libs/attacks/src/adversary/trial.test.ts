import { expect, test } from 'vitest';
import { achieved, better, type Trial } from './trial.ts';

// 40 background jets at 0.1 and 20 at 0.9, 20 signal jets at 0.9: the best threshold is 0.9, where ε_S = 1 and ε_B = 1/3.
const label = Uint8Array.from({ length: 80 }, (_, row) => (row < 60 ? 0 : 1));
const before = { score: Float32Array.from(label, (_, row) => (row < 40 ? 0.1 : 0.9)) };
const moved = (to: (row: number) => number) => ({ score: before.score.map((_, row) => to(row)) });
const lossOf = (after: { score: Float32Array }) => achieved(before, after, label, {}, ['score']).loss;

test('what did not move loses nothing', () => expect(lossOf(before)).toBe(0));

test('half of the signal below the threshold is half of the significance', () =>
  expect(lossOf(moved((row) => (row < 40 || row >= 70 ? 0.1 : 0.9)))).toBeCloseTo(0.5, 10));

test('background that leaves gives significance back: half of the signal, a quarter of the background, no loss', () =>
  expect(lossOf(moved((row) => (row < 55 || row >= 70 ? 0.1 : 0.9)))).toBeCloseTo(0, 10));

test('without background nothing is lost where signal is left, and all where none is', () => {
  expect(lossOf(moved((row) => (row < 60 ? 0.1 : 0.9)))).toBe(0);
  expect(lossOf(moved(() => 0.1))).toBe(1);
});

test('jets count with their weights', () => {
  // Signal before: all of 20 pass; after: the ten of weight 1.5, so 3/4 of the weight. Background stays.
  const weights = Float64Array.from(label, (_, row) => (row < 60 ? 1 : row < 70 ? 1.5 : 0.5));
  const after = moved((row) => (row < 40 || row >= 70 ? 0.1 : 0.9));
  expect(achieved(before, after, label, {}, ['score'], weights).loss).toBeCloseTo(0.25, 10);
});

test('passing comes before strength, strength before all else, and of those that fail the nearest to passing', () => {
  const acceptance = { score: 0.02 };
  const trial = (ks: number, loss: number): Trial => ({
    ...{ trial: 1, epoch: 1, lambda: {}, trainingLoss: 0, ks: { score: ks }, ksError: { score: 0 }, loss },
    failed: ks < 0.02 ? [] : ['score'],
  });
  expect(better(trial(0.01, 0.1), trial(0.03, 0.9), acceptance)).toBe(true);
  expect(better(trial(0.019, 0.2), trial(0.001, 0.1), acceptance)).toBe(true);
  expect(better(trial(0.03, 0.1), trial(0.04, 0.9), acceptance)).toBe(true);
  expect(better(trial(0.04, 0.9), trial(0.03, 0.1), acceptance)).toBe(false);
});
