import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { unzstdFile } from './zstd-thread.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zstd-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** `printf 'jets jets jets jets jets jets jets jets\n' | zstd -19 -c` of zstd 1.5.4. */
const packed = Buffer.from('KLUv/SQoZQAAMGpldHMgCgEAcIoWh6/M9w==', 'base64');
const plain = 'jets '.repeat(8).trim() + '\n';

function fileOf(bytes: Uint8Array): string {
  const file = path.join(folder, 'packed.zst');
  fs.writeFileSync(file, bytes);
  return file;
}

/** What came, and the error that ended it. */
async function read(bytes: Uint8Array, decoder?: string): Promise<{ text: string; error?: string }> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of unzstdFile(fileOf(bytes), decoder)) pieces.push(piece);
  } catch (error) {
    return { text: Buffer.concat(pieces).toString(), error: (error as Error).message };
  }
  return { text: Buffer.concat(pieces).toString() };
}

test('several frames and one to be skipped', async () => {
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]); // RFC 8878 §3.1.2
  expect(await read(Buffer.concat([packed, skipped, packed]))).toEqual({ text: plain + plain });
});

test('more than may wait, in frames of which each is one byte repeated', async () => {
  /** A frame of one block of one byte repeated 2^17 times, RFC 8878 §3.1.1. */
  const frame = (byte: number) => [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 3, 0, 16, byte];
  const { text, error } = await read(Uint8Array.from(Array.from({ length: 40 }, (_, at) => frame(65 + at)).flat()));
  expect({ error, length: text.length }).toEqual({ error: undefined, length: 40 * 2 ** 17 });
  for (let at = 0; at < 40; at++) expect(text[at * 2 ** 17 + 1000]).toBe(String.fromCharCode(65 + at));
});

test('cut short is an error, after what came before', async () => {
  expect(await read(packed.subarray(0, -6))).toMatchObject({ error: expect.stringContaining('Incomplete') as string });
  expect((await read(Buffer.concat([packed, packed.subarray(0, -6)]))).text).toContain(plain);
  expect((await read(Buffer.concat([packed, packed.subarray(0, -6)]))).error).toMatch(/Incomplete/);
});

test('of which a decoder makes nothing for ever is an error after what comes before', async () => {
  const stuck = `export class ZSTDDecoder {
    async init() {}
    *decodeStreaming(given) {
      for (const piece of given) yield piece.slice();
      for (;;) yield new Uint8Array(0);
    }
  }`;
  expect(await read(packed, `data:text/javascript,${encodeURIComponent(stuck)}`)).toEqual({
    text: packed.toString(),
    error: 'expected a frame of Zstandard, found other bytes',
  });
});

test('who asks no further stops the thread', async () => {
  const file = fileOf(Buffer.concat(Array.from({ length: 100 }, () => packed)));
  for await (const piece of unzstdFile(file)) {
    expect(Buffer.from(piece).toString()).toBe(plain);
    break;
  }
});
