import { describe, expect, test } from 'vitest';
import { binsOf, scoreEdges, sharesOf } from './binning.ts';

describe('scoreEdges', () => {
  const label = new Uint8Array([0, 0, 0, 0, 0, 0, 1, 1]);
  const score = new Float32Array([0.1, 0.2, 0.3, 0.6, 0.7, 1, 0.9, 0.95]);

  test('joins bins from the top until each has enough background, the rest with the lowest', () => {
    expect(scoreEdges({ label, score }, 4, 1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(scoreEdges({ label, score }, 4, 2)).toEqual([0, 0.5, 1]);
    expect(scoreEdges({ label, score }, 4, 4)).toEqual([0, 1]);
  });
});

test('a value on an edge belongs to the bin above, 1 to the last', () => {
  expect([...binsOf([0, 0.25, 0.4999, 0.5, 1], [0, 0.25, 0.5, 1])]).toEqual([0, 1, 1, 2, 2]);
});

test('shares of each class, by multiplicities and weights', () => {
  const label = new Uint8Array([0, 0, 0, 1, 1]);
  const bin = Int32Array.of(0, 1, 1, 0, 1);
  const once = new Uint32Array(5).fill(1);
  expect(sharesOf({ label, bin, weight: undefined }, once, 2).background).toEqual(Float64Array.of(1 / 3, 2 / 3));
  const twice = Uint32Array.of(1, 1, 1, 3, 1);
  expect(sharesOf({ label, bin, weight: undefined }, twice, 2).signal).toEqual(Float64Array.of(0.75, 0.25));
  const weight = Float64Array.of(2, 0.5, 0.5, 1, 1);
  expect(sharesOf({ label, bin, weight }, once, 2).background).toEqual(Float64Array.of(2 / 3, 1 / 3));
  const negative = Float64Array.of(2, 0.5, -3, 1, 1);
  expect(() => sharesOf({ label, bin, weight: negative }, once, 2)).toThrow(
    'expected weights of each class whose sum is above 0, in every bootstrap replica as well, found -0.5',
  );
});
