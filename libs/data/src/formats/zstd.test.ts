import { beforeAll, expect, test } from 'vitest';
import { checkWindow, prepareZstd, unzstd, zstdStream } from './zstd.ts';

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

test('a window is refused where it is larger than allowed', () => {
  const twoMiB = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]);
  expect(() => checkWindow(twoMiB)).not.toThrow();
  expect(() => checkWindow(twoMiB, 2 ** 20)).toThrow('a window of 2097152 bytes, more than 1048576');
});

test("Node's own decoder is taken only where several frames and cut ones are read right: from Node 24 on", () => {
  expect(zstdStream(1024) !== undefined).toBe(Number(process.versions.node.split('.')[0]) >= 24);
});
