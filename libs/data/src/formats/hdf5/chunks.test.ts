import h5wasm from 'h5wasm/node';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../testing/jets.ts';
import { openBytes } from '../bytes.ts';
import { openFile } from '../open.ts';
import { chunkReader, type ChunkReader } from './chunks.ts';
import { openHdf5File } from './library.ts';

/** A file by h5wasm with one dataset of 0, 1, 2, …, packed by gzip unless told otherwise. */
async function written(shape: number[], chunks: number[], packed = true): Promise<string> {
  await h5wasm.ready;
  const name = join(temporaryFolder(), 'some.h5');
  const file = new h5wasm.File(name, 'w');
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => at);
  file.create_dataset({ name: 'x', data, shape, chunks, ...(packed && { compression: 4 }) });
  file.close();
  return name;
}

async function readerOf(file: string): Promise<ChunkReader | undefined> {
  const [opened, bytes] = [await openHdf5File(file), await openBytes(file, 'HDF5')];
  onTestFinished(async () => {
    opened.close();
    await bytes.close();
  });
  const { shape, chunks, size } = opened.metadata('/x');
  return chunkReader(bytes, 0, opened.address('/x'), { shape: shape!, chunk: chunks!, size, filters: opened.filters('/x') }); // prettier-ignore
}

test.each([
  [[10], [3]],
  [
    [7, 5],
    [3, 5],
  ],
  [
    [7, 5],
    [3, 2],
  ],
  [
    [5, 4, 3],
    [2, 3, 3],
  ],
  [
    [5, 4, 3],
    [2, 3, 2],
  ],
  [
    [900, 2],
    [1, 1],
  ],
])('every range of rows of %j in chunks of %j', async (shape, chunks) => {
  const reader = await readerOf(await written(shape, chunks));
  const [rows, ...rest] = shape as [number, ...number[]];
  const perRow = rest.reduce((a, b) => a * b, 1);
  const step = Math.ceil(rows / 10);
  for (let start = 0; start < rows; start += step) {
    for (let end = start + 1; end <= rows; end += step) {
      const bytes = await reader!.read(start, end);
      const expected = Float32Array.from({ length: (end - start) * perRow }, (_, at) => start * perRow + at);
      expect(new Float32Array(bytes!.buffer), `${start} to ${end}`).toEqual(expected);
    }
  }
});

test('leaves to the library what is not packed', async () => {
  expect(await readerOf(await written([6], [4], false))).toBeUndefined();
});

test('a chunk that does not inflate is damage, and said so', async () => {
  const file = await written([4000], [1000]);
  const bytes = readFileSync(file);
  // zlib's header of level 4: the first byte of every chunk
  const at = bytes.indexOf(Buffer.from([0x78, 0x5e]));
  writeFileSync(file, bytes.fill(0xff, at + 2, at + 40));
  const open = await openFile(file);
  onTestFinished(() => open.close());
  await expect(open.read('', ['x'], 0, 4000)).rejects.toThrow(
    /some\.h5: expected a whole HDF5 file, but it could not be/,
  );
});
