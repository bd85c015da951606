import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edge, histogram } from './histogram.ts';

const binning = { bins: 4, low: 0, high: 2 };

test.each([
  { name: 'nothing', values: [], counts: [0, 0, 0, 0], below: 0, above: 0 },
  { name: 'one value', values: [0.6], counts: [0, 1, 0, 0], below: 0, above: 0 },
  { name: 'a value on an edge belongs to the upper bin', values: [0, 0.5, 1.5], counts: [1, 1, 0, 1], below: 0, above: 0 }, // prettier-ignore
  { name: 'the last edge is outside', values: [2], counts: [0, 0, 0, 0], below: 0, above: 1 },
  { name: 'values outside are counted', values: [-1, -1e-9, 1, 3], counts: [0, 0, 1, 0], below: 2, above: 1 },
])('$name', ({ values, counts, below, above }) => {
  const found = histogram(values, binning);
  expect({ counts: [...found.counts], below: found.below, above: found.above }).toEqual({ counts, below, above });
});

test('every value is in the bin whose edges hold it, and none is lost', () => {
  const binnings = fc.record({
    bins: fc.integer({ min: 1, max: 50 }),
    low: fc.double({ min: -10, max: 10, noNaN: true }),
    width: fc.double({ min: 0.01, max: 10, noNaN: true }),
  });
  const steps = fc.array(fc.oneof(fc.integer({ min: -2, max: 52 }), fc.double({ min: -2, max: 52, noNaN: true })));
  fc.assert(
    fc.property(binnings, steps, ({ bins, low, width }, at) => {
      const range = { bins, low, high: low + width };
      const values = at.map((step) => edge(range, step)); // whole steps are edges exactly
      const { counts, below, above } = histogram(values, range);
      const reference = Array.from(
        { length: bins },
        (_, bin) => values.filter((value) => edge(range, bin) <= value && value < edge(range, bin + 1)).length,
      );
      expect([...counts]).toEqual(reference);
      expect(below + above + counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    }),
    { numRuns: 300 },
  );
});

test('sums weights and their squares', () => {
  const found = histogram([0.1, 0.2, 1.7, -1, 5, 6], binning, Float64Array.of(0.5, 2, -1, 3, 0.25, 0.25));
  expect(found).toEqual({
    counts: Float64Array.of(2.5, 0, 0, -1),
    variances: Float64Array.of(4.25, 0, 0, 1),
    below: 3,
    above: 0.5,
    outside: { below: 9, above: 0.125 },
  });
});
