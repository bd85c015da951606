import { beforeAll, expect, test } from 'vitest';
import { prepareZstd, unzstd } from './zstd.ts';

beforeAll(prepareZstd);

/** `printf 'jets jets jets jets jets jets jets jets\n' | zstd -19 -c` of zstd 1.5.4. */
const packed = Buffer.from('KLUv/SQoZQAAMGpldHMgCgEAcIoWh6/M9w==', 'base64');
const plain = 'jets '.repeat(8).trim() + '\n';

test('what the program zstd compressed', () => {
  expect(Buffer.from(unzstd(packed, plain.length)).toString()).toBe(plain);
  expect(unzstd(packed, 0)).toHaveLength(0);
});

test.each([
  ['more bytes than are there', packed, plain.length + 1],
  ['fewer bytes than are there', packed, plain.length - 1],
  ['a block that ends early', packed.subarray(0, -6), plain.length],
  ['no Zstandard', Buffer.from('jets jets jets'), plain.length],
])('%s is an error, and the decoder goes on', (_, bytes, length) => {
  expect(() => unzstd(bytes, length)).toThrow();
  expect(Buffer.from(unzstd(packed, plain.length)).toString()).toBe(plain);
});
