import { expect, test } from 'vitest';
import { plain, withInterval } from './format.ts';

const quoted = (value: number, low: number, high: number) => ({ value, low, high, description: '' });

test.each([
  [quoted(0.86912, 0.86621, 0.8719), false, '0.8691 [0.8662, 0.8719]'],
  [quoted(1234.5, 1200, 1300), false, '1235 [1200, 1300]'],
  [quoted(2.47, 2.3, 2.6), false, '2.47 [2.30, 2.60]'],
  [quoted(0.4012, 0.3411, 0.4522), true, '40.1% [34.1%, 45.2%]'],
  [quoted(0.4012, 0.4001, 0.4023), true, '40.1% [40.0%, 40.2%]'],
  [quoted(-0.00001, -0.02, 0.01), true, '0.0% [-2.0%, 1.0%]'],
  [quoted(3, 3, 3), false, '3.000 [3.000, 3.000]'],
  [quoted(1, 2, 3), false, '1.0 [2.0, 3.0]'], // outside its own interval
])('%o in percent: %s', (number, percent, text) => {
  expect(withInterval(number, { percent })).toBe(text);
});

test('plain numbers have no noise', () => {
  expect([plain(0.1 + 0.2), plain(0.07, { percent: true }), plain(-1)]).toEqual(['0.3', '7%', '-1']);
});
