import { expect, test } from 'vitest';
import { movedSamples, ratioReach, withRatios, type Bin } from './ratios.ts';

const bin = (sample: string, count: number, low = 0): Bin => {
  const base = { network: 'LL', sample, class: 'background', observable: 'pt', low, high: low + 1, count };
  const [fraction, error] = [count / 1e4, Math.sqrt(count) / 1e4];
  return { ...base, fraction, error, fraction_low: fraction - error, fraction_high: fraction + error };
};

test('a sample has moved a class when one of its bins differs from the nominal one', () => {
  const bins = [bin('nominal', 5), bin('nominal', 7, 1), bin('same', 5), bin('same', 7, 1), bin('adversary', 6)];
  expect(movedSamples(bins, 'background')).toEqual(new Set(['adversary']));
  expect(movedSamples(bins, 'signal')).toEqual(new Set());
});

test('a ratio panel reaches as far as what is known to 10% and most of the rest', () => {
  const reach = (...after: [before: number, after: number][]) =>
    ratioReach(
      withRatios(after.flatMap(([before, count], low) => [bin('nominal', before, low), bin('after', count, low)])),
    );
  expect(reach([1000, 1000])).toBe(0.1);
  expect(reach([1000, 850])).toBe(0.2);
  expect(reach([1000, 500])).toBe(1);
  expect(reach([9, 1])).toBe(0.1); // too few before to be drawn
  // One wild bin of twenty that is known to 30% does not set the scale.
  expect(reach(...Array.from({ length: 19 }, (): [number, number] => [1000, 1000]), [10, 19])).toBe(0.1);
});
