import { describe, expect, test } from 'vitest';
import { capitalised, count, fixed, formatQuoted, inWords, percentInWords, significant } from './numbers.ts';

const quoted = (value: number, low: number, high: number) => ({ value, low, high });

test('negative numbers have a minus sign, zero has none', () => {
  expect([fixed(-1.26, 1), fixed(-0.01, 1), fixed(0, 2), fixed(2.5, 0)]).toEqual(['−1.3', '0.0', '0.00', '3']);
});

describe('a quoted number', () => {
  test.each([
    [quoted(2.4714, 2.4312, 2.5208), '2.471', '2.431 to 2.521'],
    [quoted(0.87654, 0.87321, 0.87999), '0.8765', '0.8732 to 0.8800'],
    [quoted(123.4, 100, 150), '123', '100 to 150'],
    [quoted(1, 1, 1), '1.000', '1.000 to 1.000'],
    [quoted(0.5, 0.5, 0.6), '0.50', '0.50 to 0.60'],
  ])('%o shows two digits of its smaller side', (number, value, interval) => {
    expect(formatQuoted(number)).toEqual({ value, interval });
  });

  test('can be in percent', () => {
    expect(formatQuoted(quoted(-0.002, -0.014, 0.01), { percent: true })).toEqual({
      value: '−0.2%',
      interval: '−1.4% to 1.0%',
    });
  });
});

test.each([
  [quoted(0.232, 0.211, 0.253), '23 ± 2%'],
  [quoted(0.2321, 0.2271, 0.2371), '23.2 ± 0.5%'],
  [quoted(0.38, 0.35, 0.4), '38 (+2 −3)%'],
  [quoted(0.38, 0.4, 0.5), '38% (40% to 50%)'],
])('a share in a sentence: %o is %s', (share, words) => {
  expect(percentInWords(share)).toBe(words);
});

test('counts have thousands apart', () => {
  expect([count(20), count(7500), count(316173), count(1234567)]).toEqual(['20', '7,500', '316,173', '1,234,567']);
});

test.each([
  [quoted(2.471, 2.426, 2.516), '2.471 ± 0.045'],
  [quoted(46, 41, 54), '46.0 (+8.0 −5.0)'],
  [quoted(1, 1.2, 1.4), '1.00 (1.20 to 1.40)'],
])('a number in a sentence: %o is %s', (number, words) => {
  expect(inWords(number)).toBe(words);
});

test('significant digits keep the size of a number', () => {
  expect([0.012_345, 340.4, 100_000, -2, 0].map((value) => significant(value, 3))).toEqual([
    ...['0.0123', '340', '100000', '−2', '0'],
  ]);
});

test('a sentence begins with a capital letter', () => {
  expect([capitalised('the adversary'), capitalised('')]).toEqual(['The adversary', '']);
});
