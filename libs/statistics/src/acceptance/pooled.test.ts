import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { inMemory, plainSamples, type Pair, type Pooled } from './pooled.ts';

const uniform = keyOf('pooled').uniform();
const columnsOf = (kinds: number, jets: number) =>
  Array.from({ length: kinds }, (_, kind) => Float64Array.from({ length: jets }, () => uniform() * 10 ** kind - 2));
const pairsOf = (kinds: number): Pair[] =>
  Array.from({ length: kinds }, (_, b) => Array.from({ length: b }, (_, a) => [a, b] as const)).flat();

test.each([2, 3, 5])(
  'every bit of the correlations of %i columns is that of plain loops, whatever rows and weights',
  (kinds) => {
    const [columns, pairs] = [[columnsOf(kinds, 40), columnsOf(kinds, 23)], pairsOf(kinds)];
    const [found, expected] = [inMemory(columns, pairs)!, plainSamples(columns, pairs)];
    const set = (of: (sample: Pooled) => void) => [found, expected].forEach((samples) => samples.forEach(of));
    const same = () =>
      expect(found.map((one) => one.correlations())).toEqual(expected.map((one) => one.correlations()));
    expect(found.map(({ rows }) => rows)).toEqual(expected.map(({ rows }) => rows));
    set(({ weight }) => weight.fill(1));
    same();
    const [chosen, weights] = [40, 40].map((length) => Float64Array.from({ length }, () => uniform()));
    set(({ weight }) => weight.forEach((_, at) => (weight[at] = Math.floor(5 * weights![at]!) - 0.5)));
    same();
    set(({ rows }) => rows.forEach((_, at) => (rows[at] = Math.floor(63 * chosen![at]!))));
    same();
  },
);

test('a sample has its own rows of the pool, and their correlation; none where one does not vary', () => {
  const [first, second] = [
    [Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5)],
    [Float64Array.of(1, 2), Float64Array.of(-3, -7)],
  ];
  for (const samples of [inMemory([first, second], [[0, 1]])!, plainSamples([first, second], [[0, 1]])]) {
    samples.forEach(({ weight }) => weight.fill(1));
    expect(samples.map(({ rows }) => [...rows])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(samples.map((one) => one.correlations())).toEqual([[0], [expect.closeTo(-1, 14)]]);
  }
});
