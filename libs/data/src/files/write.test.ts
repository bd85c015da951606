import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pick, type Jets } from '../jets/jets.ts';
import { readJetChunks, readJets } from './read.ts';
import { allRows } from '../jets/shuffle.ts';
import { bundled, jetsOf, temporaryFolder } from '../testing/jets.ts';
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
