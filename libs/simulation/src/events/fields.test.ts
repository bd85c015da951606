import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { keyOf } from '@jetdemon/workflow';
import { Fields, Malformed } from './fields.ts';

function fieldsOf(text: string): Fields {
  const fields = new Fields();
  fields.begin(Buffer.from(text, 'latin1'));
  return fields;
}

/** With enough behind it that one written in full is read at once. */
const decimal = (text: string): number => fieldsOf(` ${text}\n${' 0'.repeat(20)}\n`).decimal('x');
/** Amid other numbers, where those written in full are read all at once. */
function amid(text: string): number {
  const values = new Float64Array(3);
  fieldsOf(` -1.0000000000000000e+00 ${text} 2.5000000000000000e+00${' 0'.repeat(40)}\n`).decimals(
    ['a', 'b', 'c'],
    values,
  );
  expect([values[0], values[2]]).toEqual([-1, 2.5]);
  return values[1]!;
}
/** Where `text` is not read as JavaScript reads it. */
const differs = (text: string): boolean =>
  !Object.is(decimal(text), Number(text)) || !Object.is(amid(text), Number(text));
const integer = (text: string): number => fieldsOf(`${text}\n`).integer('n');

describe('a decimal number', () => {
  test.each([
    '0',
    '-0.0000000000000000e+00',
    '1',
    '+1.5',
    '.5',
    '5.',
    '1e3',
    '1E-3',
    '-1.7976931348623157e+308',
    '4.9406564584124654e-324',
    '2.2250738585072014e-308',
    '1.0000000000000000e+00',
    '9.9999999999999999e+22',
    '9.0071992547409930e+15', // half way between two doubles, as are the next
    '9.0071992547409950e+15',
    '1.0000000000000000e+23',
    '8.8414183148315430e-03',
    '1.00000000000000011102230246251565404236316680908203125', // 1 + 2^-53, exactly half way
    '1.00000000000000011102230246251565404236316680908203126',
    '0.0000000000000000000000000000000000000001234567890123456789',
    '123456789012345678901234567890',
  ])('%s is the double that JavaScript reads', (text) => {
    expect(differs(text)).toBe(false);
  });

  test.each(['', '-', '.', 'e5', '1e', '1e+', 'nan', 'inf', '-inf', '0x10', '1.2.3', '1,5', '1e400', '--1', '1_0'])(
    '%j is none',
    (text) => {
      expect(() => decimal(text)).toThrow(Malformed);
    },
  );

  test('in full is none with another character anywhere', () => {
    const text = '1.2345678901234567e+12';
    for (const other of ['/', ':', 'e', '+', '.', '\0', '\xb5', '\xff']) {
      for (let at = 0; at < text.length; at++) {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        if (other.charCodeAt(0) < 32 || !(Math.abs(Number(changed)) < Infinity))
          expect(() => amid(changed), changed).toThrow(Malformed);
        else expect(differs(changed), changed).toBe(false);
      }
    }
  });

  test('of 17 digits is the nearest double whatever its digits and exponent', () => {
    const next = keyOf(1).uniform();
    const digit = () => Math.floor(10 * next());
    for (let at = 0; at < 100_000; at++) {
      const digits = Array.from({ length: 16 }, digit).join('');
      const exponent = Math.floor(99 * next());
      const text = `${next() < 0.5 ? '-' : ''}${digit()}.${digits}e${next() < 0.5 ? '-' : '+'}${String(exponent).padStart(2, '0')}`;
      if (differs(text)) expect([decimal(text), amid(text)], text).toEqual([Number(text), Number(text)]);
    }
  });

  test.each([
    '9007199254740991',
    '9007199254740993',
    '9007199254740991e22',
    '1e22',
    '1e23',
    '-0.0',
    '00012.5e+01',
    '7e-22',
    '7e-23',
    '3e5',
    '3e005',
  ])('%s, as programs write few digits, is the double that JavaScript reads', (text) => {
    expect(differs(text)).toBe(false);
  });

  test('of few digits is the nearest double', () => {
    const next = keyOf(3).uniform();
    for (let at = 0; at < 50_000; at++) {
      const value = (next() - 0.5) * 10 ** Math.floor(40 * next() - 20);
      const text = next() < 0.5 ? value.toPrecision(1 + (at % 17)) : value.toExponential(at % 17);
      if (differs(text)) expect([decimal(text), amid(text)], text).toEqual([Number(text), Number(text)]);
    }
  });

  test('of any length is the nearest double', () => {
    const next = keyOf(2).uniform();
    for (let at = 0; at < 20_000; at++) {
      const digits = (most: number) =>
        Array.from({ length: Math.floor(most * next()) }, () => Math.floor(10 * next())).join('');
      const text = `${digits(20)}7.${digits(25)}${next() < 0.5 ? '' : `e-${digits(4)}1`}`;
      if (differs(text)) expect([decimal(text), amid(text)], text).toEqual([Number(text), Number(text)]);
    }
  });

  test('may be followed by another', () => {
    const fields = fieldsOf(' 1.5  -2.0000000000000000e+00\t3 \r\n4\n');
    expect([fields.decimal('x'), fields.decimal('y'), fields.decimal('z')]).toEqual([1.5, -2, 3]);
    expect(() => fields.decimal('t')).toThrow('t: expected a finite number, found the end of the line');
    expect(fields.nextLine()).toBe(true);
    expect(fields.decimal('x')).toBe(4);
  });
});

test('an integer ends with its field, a comma or a bracket', () => {
  expect([integer('0'), integer('-12'), integer('+7'), integer('2147483647'), integer('3,4'), integer('5]')]).toEqual([
    0, -12, 7, 2147483647, 3, 5,
  ]);
  for (const text of ['', '-', '1.5', '1e3', '2147483648', '99999999999999999999', 'x', '1x', '٣']) {
    expect(() => integer(text), text).toThrow(Malformed);
  }
});

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const bundled = ['dijet', 'zgamma'].map((name) => here(`../../../../data/events/${name}-10.hepmc3.gz`));

test.each(bundled)('every number of %s is the double that JavaScript reads', (file) => {
  const text = gunzipSync(readFileSync(file)).toString('latin1');
  const numbers = text.match(/(?<= )[-+]?\d+\.\d+(?:e[-+]\d+)?(?=[ \n])/g) ?? [];
  expect(numbers.length).toBeGreaterThan(50_000);
  const wrong = numbers.filter(differs);
  expect(wrong).toEqual([]);
});
