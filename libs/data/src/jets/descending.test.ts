import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descendingOrder, setDescending } from './descending.ts';

test('is that of a stable sort, for any length, with equal values', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true })), { maxLength: 300 });
  fc.assert(
    fc.property(values, (given) => {
      const expected = [...given.keys()].sort((a, b) => Number(given[b]! > given[a]!) - Number(given[b]! < given[a]!));
      expect([...descendingOrder(Float64Array.from(given), given.length)]).toEqual(expected);
      const [places, behind] = [new Int32Array(given.length + 3), [9, 9, ...given, 9]];
      setDescending(places, behind, 2, given.length + 2);
      expect([...places]).toEqual([0, 0, ...expected.map((at) => at + 2), 0]);
    }),
  );
});
