import { beforeAll, describe, expect, test } from 'vitest';
import { checkWindow, prepareZstd, unzstd, unzstdPieces, zstdStream } from './zstd.ts';

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

describe('in pieces', () => {
  const pieces = (bytes: Uint8Array, length: number) =>
    Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) => bytes.subarray(at * length, (at + 1) * length));
  const read = (bytes: Uint8Array, length = bytes.length) => {
    const plain: Uint8Array[] = [];
    const act = () => {
      for (const piece of unzstdPieces(pieces(bytes, length))) plain.push(piece);
    };
    return { act, text: () => Buffer.concat(plain).toString() };
  };

  test.each([1, 3, 100])('of %i bytes, several frames and one to be skipped', (length) => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]); // RFC 8878 §3.1.2
    const { act, text } = read(Buffer.concat([packed, skipped, packed]), length);
    act();
    expect(text()).toBe(plain + plain);
  });

  test('cut short are an error', () => {
    expect(read(packed.subarray(0, -6)).act).toThrow();
  });

  test('of which a decoder makes nothing for ever are an error after what comes before', () => {
    const stuck = function* (given: Iterable<Uint8Array>) {
      for (const piece of given) yield piece;
      for (;;) yield new Uint8Array(0);
    };
    const found = unzstdPieces([packed], stuck);
    expect(found.next().value).toEqual(packed);
    expect(() => found.next()).toThrow('expected a frame of Zstandard');
  });
});

test('a window is refused where it is larger than allowed', () => {
  const twoMiB = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]);
  expect(() => checkWindow(twoMiB)).not.toThrow();
  expect(() => checkWindow(twoMiB, 2 ** 20)).toThrow('a window of 2097152 bytes, more than 1048576');
});

test("Node's own decoder is taken only where several frames and cut ones are read right: from Node 24 on", () => {
  expect(zstdStream(1024) !== undefined).toBe(Number(process.versions.node.split('.')[0]) >= 24);
});
