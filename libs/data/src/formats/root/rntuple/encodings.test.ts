import { describe, expect, test } from 'vitest';
import { decodePage, typeOfColumn } from './encodings.ts';
import type { PhysicalColumn } from './schema.ts';

const column = (type: number, bits: number, range?: readonly [number, number]): PhysicalColumn => ({
  ...{ id: 0, field: 0, representation: 0, from: 0 },
  ...{ type, bits, range },
});

describe('pages, byte for byte as the specification 1.0.0.0 writes them', () => {
  test.each<[string, PhysicalColumn, readonly number[], string, readonly (number | bigint)[]]>([
    ['bits, the first lowest', column(0x00, 1), [0b0000_0101, 0b10], 'bool', [1, 0, 1, 0, 0, 0, 0, 0, 0, 1]],
    ['int16, little-endian', column(0x05, 16), [0xfe, 0xff, 2, 1], 'int16', [-2, 258]],
    ['split uint32: all first bytes, all second ones, ...', column(0x14, 32), [1, 5, 2, 6, 3, 7, 4, 8], 'uint32', [0x04030201, 0x08070605]],
    ['zigzag, split int16: 0, -1, 1, -32768', column(0x11, 16), [0, 1, 2, 0xff, 0, 0, 0, 0xff], 'int16', [0, -1, 1, -32768]],
    ['zigzag, split int64: -2, 2³¹', column(0x15, 64), [3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], 'int64', [-2n, 2n ** 31n]],
    ['split float32: 1, -2', column(0x18, 32), [0, 0, 0, 0, 0x80, 0, 0x3f, 0xc0], 'float32', [1, -2]],
    ['ends of lists, as differences: 2, 2, 5', column(0x1a, 32), [2, 0, 3, ...Array<number>(9).fill(0)], 'uint32', [2, 2, 5]],
    ['half precision', column(0x0b, 16), [0, 0x3c, 0, 0xc0], 'float16', [1, -2]],
    // the 10 highest bits of 1 (0x3f800000) and -1.5 (0xbfc00000): 0b00_1111_1110 and 0b10_1111_1111
    ['floats of 10 bits', column(0x1c, 10), [0b1111_1110, 0b1111_1100, 0b1011], 'float32', [1, -1.5]],
    // 0 to 15 between -1 and 2: step 0.2
    ['quantised floats of 4 bits', column(0x1d, 4, [-1, 2]), [0x50, 0xf1], 'float32', [-1, 0, Math.fround(-0.8), 2]],
  ])('%s', (_, described, bytes, type, expected) => {
    expect(typeOfColumn(described)).toBe(type);
    expect([...decodePage(Uint8Array.from(bytes), described, expected.length)]).toEqual(expected);
  }); // prettier-ignore

  test.each<[string, PhysicalColumn]>([
    ['switches of variants', column(0x10, 96)],
    ['types of a later version', column(0x1e, 32)],
    ['another width than the type has', column(0x07, 16)],
    ['truncated floats of 9 bits', column(0x1c, 9)],
    ['quantised floats without a range', column(0x1d, 8)],
  ])('are not read: %s', (_, described) => {
    expect(typeOfColumn(described)).toBeUndefined();
  });

  test('of another length are refused', () => {
    expect(() => decodePage(new Uint8Array(7), column(0x07, 32), 2)).toThrow('a page has 7 bytes');
  });
});
