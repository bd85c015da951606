import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descendingOrder } from './descending.ts';

test('is that of a stable sort, for any length, with equal values', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true })), { maxLength: 300 });
  fc.assert(
    fc.property(values, (given) => {
      const expected = [...given.keys()].sort((a, b) => Number(given[b]! > given[a]!) - Number(given[b]! < given[a]!));
      expect([...descendingOrder(Float64Array.from(given), given.length)]).toEqual(expected);
    }),
  );
});
