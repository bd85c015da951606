import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsInOrder } from './order.ts';

const few = fc.constantFrom(-Infinity, -1e30, -2, -1e-40, -0, 0, 1e-40, 0.25, 0.5, 1, 3e38, Infinity);
const numbers = fc.array(fc.oneof(few, fc.float({ noNaN: true })));

test.each(['ascending', 'descending'] as const)(
  'Float32 values are in %s order, equal ones in that of rows, as others are',
  (order) => {
    fc.assert(
      fc.property(numbers, (list) => {
        const values = Float32Array.from(list);
        const [lower, higher] = order === 'ascending' ? [-1, 1] : [1, -1];
        const expected = [...values.keys()].sort((a, b) => (values[a]! < values[b]! ? lower : values[a]! > values[b]! ? higher : a - b)); // prettier-ignore
        expect([...rowsInOrder(values, order)]).toEqual(expected);
      }),
    );
  },
);

test('values of double precision are ordered by all of it', () => {
  const values = Float64Array.of(1 + 1e-12, 1, 1 + 2e-12, 1);
  expect([...rowsInOrder(values, 'ascending')]).toEqual([1, 3, 0, 2]);
  expect([...rowsInOrder(values, 'descending')]).toEqual([2, 0, 1, 3]);
});
