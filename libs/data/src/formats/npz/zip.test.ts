// Deflated members of archives by ranges: what is read is what was packed, and no more is unpacked than is asked for.
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileBytes } from '../bytes.ts';
import { openZip } from './zip.ts';

/** An archive of one deflated member (APPNOTE.TXT 6.3.10, §4.3.7, 4.3.12 and 4.3.16). */
function zipOf(name: string, contents: Uint8Array, crc = crc32(contents)): Buffer {
  const packed = deflateRawSync(contents);
  const about = (at: Buffer, offset: number) => {
    at.writeUInt16LE(8, offset);
    at.writeUInt32LE(crc, offset + 6);
    at.writeUInt32LE(packed.length, offset + 10);
    at.writeUInt32LE(contents.length, offset + 14);
    at.writeUInt16LE(name.length, offset + 18);
  };
  const [local, central, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  local.writeUInt32LE(0x04034b50);
  about(local, 8);
  central.writeUInt32LE(0x02014b50);
  about(central, 10);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

let taken = 0;
const bytesOf = (file: Buffer): FileBytes => ({
  size: file.length,
  async read(start, end) {
    taken += end - start;
    return Uint8Array.from(file.subarray(start, end));
  },
  close: async () => undefined,
});

// hardly compressible: xorshift (Marsaglia 2003)
let state = 2463534242;
const contents = Uint8Array.from({ length: 2_000_000 }, () => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state & 255;
});

test('ranges in any order are those of the contents', async () => {
  const [member] = await openZip(bytesOf(zipOf('a.npy', contents)));
  const ranges = fc.array(fc.tuple(fc.nat(contents.length), fc.nat(200_000)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(ranges, async (asked) => {
      for (const [start, length] of asked) {
        const end = Math.min(contents.length, start + length);
        expect(Buffer.compare(await member!.read(start, end), contents.subarray(start, end))).toBe(0);
      }
    }),
    { numRuns: 20, seed: 1 },
  );
});

test('the beginning of a large member is read without the rest of it', async () => {
  const file = zipOf('a.npy', contents);
  const [member] = await openZip(bytesOf(file));
  taken = 0;
  await member!.read(0, 1000);
  expect(taken).toBeLessThan(file.length / 4);
});

test('a wrong checksum, a member longer or shorter than it says are errors at its end', async () => {
  const [wrong] = await openZip(bytesOf(zipOf('a.npy', contents, 1)));
  await expect(wrong!.read(0, contents.length)).rejects.toThrow('the checksum of its member a.npy is wrong');
  for (const size of [contents.length + 5, contents.length - 5]) {
    const file = zipOf('a.npy', contents);
    file.writeUInt32LE(size, file.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    const [member] = await openZip(bytesOf(file));
    await expect(member!.read(0, size)).rejects.toThrow(/ends early|is longer than it says|checksum/);
  }
});
