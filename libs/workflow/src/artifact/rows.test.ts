import { expect, expectTypeOf, test } from 'vitest';
import { table } from './artifact.ts';
import { rowsOfTable, tableOfRows } from './rows.ts';

const one = { unit: '1', description: '' } as const;
const schema = table({
  name: { type: 'utf8', ...one },
  count: { type: 'int32', ...one },
  share: { type: 'float32', ...one },
  list: { type: 'list<float64>', ...one },
});
const columns = {
  name: ['a', 'b'],
  count: Int32Array.of(1, -2),
  share: Float32Array.of(0.5, 0.25),
  list: [Float64Array.of(1, 2), Float64Array.of()],
};
const rows = [
  { name: 'a', count: 1, share: 0.5, list: Float64Array.of(1, 2) },
  { name: 'b', count: -2, share: 0.25, list: Float64Array.of() },
];

test('a table has rows, and rows a table', () => {
  const found = rowsOfTable(columns);
  expect(found).toEqual(rows);
  expect(tableOfRows(schema, rows)).toEqual(columns);
  expectTypeOf(found[0]!.name).toEqualTypeOf<string>();
  expectTypeOf(found[0]!.share).toEqualTypeOf<number>();
});

test('no rows are a table of empty columns, and the other way', () => {
  const empty = tableOfRows(schema, []);
  expect(empty).toEqual({ name: [], count: new Int32Array(0), share: new Float32Array(0), list: [] });
  expect(rowsOfTable(empty)).toEqual([]);
});

test('what no column holds is left out', () => {
  const beyond = rows.map((row) => ({ ...row, more: true }));
  expect(tableOfRows(schema, beyond)).toEqual(columns);
});
