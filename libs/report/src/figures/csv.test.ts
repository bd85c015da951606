import { read } from 'vega';
import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('a table without rows is its header', () => {
  expect(toCsv([], ['a', 'b'])).toBe('a,b\r\n');
});

test('fields with commas, quotes and line breaks are quoted, RFC 4180 §2', () => {
  expect(
    toCsv(
      [
        { a: 'x,y', b: 'say "x"' },
        { a: 'one\r\ntwo', b: '' },
      ],
      ['b', 'a'],
    ),
  ).toBe('b,a\r\n"say ""x""","x,y"\r\n,"one\r\ntwo"\r\n');
});

test('another reader finds the same texts and the same doubles', () => {
  const rows = [
    { name: 'η, "φ"', value: 0.1 + 0.2 },
    { name: 'p\r\nT', value: -1.7976931348623157e308 },
    { name: '', value: 5e-324 },
  ];
  const parse = { value: 'number', name: 'string' } as const;
  const back = read(toCsv(rows, ['name', 'value']), { type: 'csv', parse }) as { name: string | null; value: number }[];
  expect(back.map((row) => [row.name ?? '', row.value])).toEqual(rows.map((row) => [row.name, row.value]));
});
