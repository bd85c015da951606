import { expect, test } from 'vitest';
import { halfValues, toHalf } from './half.ts';

// numpy 2: np.array(x, dtype=np.float64).astype(np.float16).view(np.uint16)
test.each([
  [0, 0x0000],
  [0.1, 0x2e66],
  [-0.1, 0xae66],
  [1 / 3, 0x3555],
  [2049, 0x6800],
  [2051, 0x6802],
  [65_504, 0x7bff],
  [65_519, 0x7bff],
  [65_520, 0x7c00],
  [2 ** -14, 0x0400],
  [6.1e-5, 0x03ff],
  [1e-7, 0x0002],
  [6e-8, 0x0001],
  [2.9e-8, 0x0000],
  [1.0009765625, 0x3c01],
  [1.00048828125, 0x3c00],
  [1.00146484375, 0x3c02],
])('%d is the half-precision number that numpy makes of it', (value, bits) => {
  expect(toHalf(value)).toBe(bits);
});

test('every bit pattern but those of NaN survives decoding and encoding', () => {
  const values = halfValues();
  const changed = Array.from(values, (value, bits) => [value, bits] as const).filter(
    ([value, bits]) => !Number.isNaN(value) && toHalf(value) !== bits,
  );
  expect(changed).toEqual([]);
  expect(values.filter(Number.isNaN)).toHaveLength(2 * 1023);
});
