// A checkpoint is taken whole or not at all, whatever happened to its files meanwhile.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckpoint, writeCheckpoint } from './checkpoint-folder.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'checkpoint-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const tensor = (...values: number[]) => ({
  w: { dtype: 'float32' as const, shape: [values.length], data: Float32Array.from(values) },
});
const shapes = { w: [3] };
const save = (epoch: number, values: ReturnType<typeof tensor>) =>
  writeCheckpoint(folder, 'this', new Map([[`state-${epoch}.arrow`, values]]), { epoch }, /^state-\d+\.arrow$/);
const flip = (name: string, at: number) => {
  const bytes = readFileSync(join(folder, name));
  bytes[Math.floor(at * bytes.length)]! ^= 4;
  writeFileSync(join(folder, name), bytes);
};

test('gives back what was written last, and leaves nothing of before', async () => {
  expect(await openCheckpoint(folder, 'this')).toBeUndefined();
  await save(1, tensor(1, 2, 3));
  await save(2, tensor(4, 5, 6));
  const found = await openCheckpoint<{ epoch: number }>(folder, 'this');
  expect(found!.contents).toEqual({ epoch: 2 });
  expect((await found!.tensors('state-2.arrow', shapes))['w']!.data).toEqual(Float32Array.of(4, 5, 6));
  expect(readdirSync(folder).sort()).toEqual(['checkpoint.json', 'state-2.arrow']);
});

test('a folder in the place of a file is no checkpoint, and no obstacle', async () => {
  for (const name of ['state-1.arrow', 'checkpoint.json']) {
    await save(1, tensor(1, 2, 3));
    rmSync(join(folder, name));
    mkdirSync(join(folder, name, 'deep'), { recursive: true });
    expect(await openCheckpoint(folder, 'this')).toBeUndefined();
    await save(1, tensor(1, 2, 3));
    await save(2, tensor(4, 5, 6));
    expect((await openCheckpoint<{ epoch: number }>(folder, 'this'))!.contents).toEqual({ epoch: 2 });
    expect(readdirSync(folder).sort()).toEqual(['checkpoint.json', 'state-2.arrow']);
  }
});

test('damage that came before the next checkpoint is not blessed by it', async () => {
  await save(1, tensor(1, 2, 3));
  flip('state-1.arrow', 0.5);
  await save(1, tensor(1, 2, 3));
  expect(await openCheckpoint(folder, 'this')).toBeUndefined();
});

test.each<[string, () => void]>([
  ...[0.01, 0.3, 0.6, 0.99].map((at): [string, () => void] => [
    `a bit of the tensors at ${at}`,
    () => flip('state-1.arrow', at),
  ]),
  ...[0.2, 0.5, 0.8].map((at): [string, () => void] => [
    `a bit of the manifest at ${at}`,
    () => flip('checkpoint.json', at),
  ]),
  ['tensors cut short', () => truncateSync(join(folder, 'state-1.arrow'), 40)],
  ['tensors gone', () => rmSync(join(folder, 'state-1.arrow'))],
  ['an empty manifest', () => writeFileSync(join(folder, 'checkpoint.json'), '')],
  [
    'a folder for a manifest',
    () => (rmSync(join(folder, 'checkpoint.json')), mkdirSync(join(folder, 'checkpoint.json'))),
  ],
])('%s: no checkpoint', async (_, harm) => {
  await save(1, tensor(1, 2, 3));
  harm();
  expect(await openCheckpoint(folder, 'this')).toBeUndefined();
});

test('one of another training is refused', async () => {
  await save(1, tensor(1, 2, 3));
  await expect(openCheckpoint(folder, 'that')).rejects.toThrow('expected a checkpoint of this training');
});
