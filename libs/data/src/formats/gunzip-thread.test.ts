import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { gunzipFile } from './gunzip-thread.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gunzip-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What came, and the error that ended it. */
async function read(bytes: Uint8Array, file = path.join(folder, 'packed.gz')) {
  fs.writeFileSync(file, bytes);
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of gunzipFile(file)) pieces.push(piece);
  } catch (error) {
    return { text: Buffer.concat(pieces).toString(), error: (error as Error).message };
  }
  return { text: Buffer.concat(pieces).toString() };
}

const text = Array.from({ length: 400_000 }, (_, at) => `${at} ${(at * 7919) % 10007}\n`).join('');

test('more than may wait, in two members and zeros after them', async () => {
  const packed = Buffer.concat([gzipSync(text), gzipSync('the end\n'), Buffer.alloc(50_000)]);
  expect(text.length).toBeGreaterThan(3 * 8 * 2 ** 17);
  expect((await read(packed)).text === `${text}the end\n`).toBe(true);
});

test('cut short is an error, after all that came before', async () => {
  const packed = gzipSync(text);
  const { text: found, error } = await read(packed.subarray(0, packed.length >> 1));
  expect(error).toBe('unexpected end of file');
  expect(text.startsWith(found)).toBe(true);
  expect(found.length).toBeGreaterThan(0.4 * text.length);
});

test('damage within is an error, after what came before', async () => {
  const packed = Buffer.concat([gzipSync(text.slice(0, 1000)), gzipSync(text)]);
  packed.fill(255, packed.length >> 1, (packed.length >> 1) + 1000);
  const { text: found, error } = await read(packed);
  expect(error).toMatch(/invalid|incorrect/);
  expect(found.startsWith(text.slice(0, 1000))).toBe(true);
});

test('a reader that stops ends the thread', async () => {
  const file = path.join(folder, 'left.gz');
  fs.writeFileSync(file, gzipSync(text));
  for await (const piece of gunzipFile(file)) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
});
