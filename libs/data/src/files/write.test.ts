import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pick, type Jets } from '../jets/jets.ts';
import { readJetChunks, readJets } from './read.ts';
import { allRows } from '../jets/shuffle.ts';
import { bundled, jetsOf, richJets, richLayout, temporaryFolder } from '../testing/jets.ts';
import { writeJetChunks, writeJets } from './write.ts';

/** 24,005 jets: three record batches, of which the last is not full. */
async function many(): Promise<Jets> {
  const jets = await readJets(bundled('jets-2k.arrow'));
  return pick(
    jets,
    Int32Array.from({ length: 24_005 }, (_, row) => row % jets.count),
  );
}

test.each([[24_005], [10_000, 10_000, 4005], [1, 9_999, 14_005], [0, 12_003, 12_002, 0]])(
  'chunks of %s, … jets make the file that the whole makes, byte for byte',
  async (...sizes) => {
    const [folder, jets] = [temporaryFolder(), await many()];
    let start = 0;
    const chunks = sizes.map((size) => pick(jets, allRows(jets.count).subarray(start, (start += size))));
    expect(await writeJetChunks(join(folder, 'chunks.arrow'), chunks)).toBe(jets.count);
    await writeJets(join(folder, 'whole.arrow'), jets);
    const [a, b] = ['chunks.arrow', 'whole.arrow'].map((name) => readFileSync(join(folder, name)));
    expect(a!.equals(b!)).toBe(true);
    const batches: number[] = [];
    for await (const { count } of readJetChunks(join(folder, 'chunks.arrow'))) batches.push(count);
    expect(batches).toEqual([10_000, 10_000, 4005]);
  },
);

test('a jet that is refused is named by its row among all chunks', async () => {
  const good = jetsOf([[[1, 0, 0]], [[1, 0, 0]]]);
  const bad = jetsOf([[[1, 0, 0]], [[NaN, 0, 0]]]);
  const writing = writeJetChunks(join(temporaryFolder(), 'jets.arrow'), [good, bad]);
  await expect(writing).rejects.toThrow(/row 3, column pt: expected finite pT > 0, found NaN/);
});

test('features, slots and classes come back as they were, in their types, also from chunks', async () => {
  const [file, jets] = [join(temporaryFolder(), 'jets.arrow'), richJets(20)];
  const rows = allRows(20);
  await writeJetChunks(file, [pick(jets, rows.subarray(0, 7)), pick(jets, rows.subarray(7))]);
  const read = await readJets(file);
  expect(read).toEqual(jets);
  expect(read.features!['charge']).toBeInstanceOf(Int8Array);
  expect(read.layout).toEqual(richLayout);
});

test('jets of two layouts do not go into one file', async () => {
  const writing = writeJetChunks(join(temporaryFolder(), 'jets.arrow'), [richJets(2), jetsOf([[[1, 0, 0]]])]);
  await expect(writing).rejects.toThrow('internal: jets of two layouts');
});

test('the hardest so many constituents are read, their features with them, and the layout says so', async () => {
  const [file, jets] = [join(temporaryFolder(), 'jets.arrow'), richJets(20)];
  await writeJets(file, jets);
  const read = await readJets(file, { constituents: 2 });
  expect(read.layout).toEqual({ ...richLayout, constituents: 2 });
  for (const row of allRows(20)) {
    const [from, start] = [jets.offsets[row]!, read.offsets[row]!];
    const length = Math.min(2, jets.offsets[row + 1]! - from);
    expect(read.offsets[row + 1]! - start).toBe(length);
    for (const name of ['mass', 'charge', 'd0'])
      expect(read.features![name]!.slice(start, start + length)).toEqual(
        jets.features![name]!.slice(from, from + length),
      );
  }
});

test.each([
  ['mass', 'expected finite numbers >= 0, found -1 at constituent 0'],
  ['d0', 'expected finite numbers, found NaN at constituent 0'],
])('a bad %s is named by row and column', async (name, message) => {
  const jets = richJets(5);
  const values = jets.features![name]!.slice();
  values[jets.offsets[3]!] = name === 'mass' ? -1 : NaN;
  const writing = writeJets(join(temporaryFolder(), 'jets.arrow'), {
    ...jets,
    features: { ...jets.features, [name]: values },
  });
  await expect(writing).rejects.toThrow(`row 3, column ${name}: ${message}`);
});

test('a label of no class names the classes', async () => {
  const jets = { ...richJets(3), label: Uint8Array.of(0, 3, 1) };
  await expect(writeJets(join(temporaryFolder(), 'jets.arrow'), jets)).rejects.toThrow(
    'row 1, column label: expected 0 (qcd), 1 (top), 2 (w), found 3',
  );
});
