// Jets on disk against the same jets in memory: every batch the same, and nothing left behind.
import { keyOf } from '@jetdemon/workflow';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batches, batchOf, type Batch } from '../jets/batch.ts';
import { readJets } from './read.ts';
import { rowsOf, split } from '../jets/split.ts';
import { weightsOf } from '../jets/jets.ts';
import { openJets } from './spill.ts';
import { bundled, jetsOf, richJets, richLayout, temporaryFolder } from '../testing/jets.ts';
import { writeJets } from './write.ts';

const file = bundled('jets-2k.arrow');

describe('jets on disk', () => {
  test('give the batches that jets in memory give, shuffled and reflected, bit for bit', async () => {
    const scratch = join(temporaryFolder(), 'jets.padded');
    const { jets, close } = await openJets(file, { scratch, inMemory: 1999 });
    expect(jets).toHaveProperty('read');
    if (process.platform !== 'win32') expect(existsSync(scratch)).toBe(false);
    const inMemory = await readJets(file);
    expect(jets.label).toEqual(inMemory.label);
    const order = { size: 300, key: keyOf(5), reflect: true };
    const [stored, kept] = [[...batches(jets, order)], [...batches(inMemory, order)]];
    expect(stored).toHaveLength(7);
    stored.forEach((batch, at) => expectSame(batch, kept[at]!));
    close();
    expect(existsSync(scratch)).toBe(false);
  });

  test('know their partitions and how many constituents there are, over several record batches', async () => {
    const folder = temporaryFolder();
    // 12,000 jets are two record batches.
    const labels = Array.from({ length: 12_000 }, (_, row) => row % 2);
    const constituents = labels.map((_, row): [number, number, number][] => [[row + 2, 0.5, 1], [1, -0.5, 2]]); // prettier-ignore
    const whole = split(jetsOf(constituents, labels), { train: 0.5, validation: 0.25, test: 0.25 }, keyOf(1));
    await writeJets(join(folder, 'jets.arrow'), whole);
    const { jets, close } = await openJets(join(folder, 'jets.arrow'), { scratch: join(folder, 'padded'), inMemory: 100 }); // prettier-ignore
    expect(jets).toMatchObject({ count: 12_000, constituents: 24_000, partition: whole.partition });
    const rows = rowsOf(whole, 'validation');
    expectSame(batchOf(jets, rows), batchOf(whole, rows));
    close();
  });

  test('of no partition have none', async () => {
    const { jets, close } = await openJets(file, { scratch: join(temporaryFolder(), 'padded'), inMemory: 10 });
    expect(jets.partition).toBeUndefined();
    close();
  });
});

test.each([5, 100_000])(
  'weights and origins stay, alone among the reference columns, with at most %d jets in memory',
  async (inMemory) => {
    const folder = temporaryFolder();
    const jets = jetsOf(Array.from({ length: 12_000 }, () => [[1, 0, 0]]));
    const weight = { values: Float32Array.from({ length: 12_000 }, (_, row) => row / 4), unit: '1', description: 'w' };
    const other = { ...weight, values: new Float64Array(12_000) };
    const up = { ...weight, role: 'weight' } as const;
    const row = { ...weight, values: Int32Array.from({ length: 12_000 }, (_, at) => at), role: 'origin' } as const;
    await writeJets(join(folder, 'jets.arrow'), { ...jets, reference: { other, weight, up, row } });
    const opened = await openJets(join(folder, 'jets.arrow'), { scratch: join(folder, 'padded'), inMemory });
    expect(Object.keys(opened.jets.reference!)).toEqual(['weight', 'up', 'row']);
    expect(opened.jets.reference).toMatchObject({ up, row });
    expect(weightsOf(opened.jets, Int32Array.of(11_999, 0, 3))).toEqual(Float64Array.of(2999.75, 0, 0.75));
    opened.close();
  },
);

test('jets without event weights weigh 1 each', () => {
  expect(weightsOf(jetsOf([[[1, 0, 0]]]), Int32Array.of(0, 0))).toEqual(Float64Array.of(1, 1));
});

test('jets that memory holds make no scratch file, and come without reference columns', async () => {
  const scratch = join(temporaryFolder(), 'jets.padded');
  const { jets, close } = await openJets(file, { scratch, inMemory: 2000 });
  expect(existsSync(scratch)).toBe(false);
  expect(jets).toMatchObject({ count: 2000, reference: undefined });
  const rows = Int32Array.of(0, 1999);
  expectSame(batchOf(jets, rows), batchOf(await readJets(file), rows));
  close();
});

test('a damaged file leaves no scratch file', async () => {
  const folder = temporaryFolder();
  const from = join(folder, 'jets.arrow');
  const jets = jetsOf(Array.from({ length: 12_000 }, () => [[1, 0, 0]]));
  await writeJets(from, jets);
  const bytes = readFileSync(from);
  // Labels alternate; the last place where they do so for long is the second record batch.
  const labels = bytes.lastIndexOf(Buffer.from(Array.from({ length: 100 }, (_, row) => row % 2)));
  bytes[labels] = 7;
  writeFileSync(from, bytes);
  const opening = openJets(from, { scratch: join(folder, 'padded'), inMemory: 10 });
  await expect(opening).rejects.toThrow(/row 1\d{4}, column label: expected 0 .* found 7/);
  expect(existsSync(join(folder, 'padded'))).toBe(false);
});

/** Of arrays this large, a comparison that looks for words is slow. */
function expectSame(a: Batch, b: Batch): void {
  for (const part of ['jets', 'mask', 'label', 'indices'] as const) {
    expect(a[part]).toHaveLength(b[part].length);
    expect(Buffer.from(a[part].buffer).equals(Buffer.from(b[part].buffer))).toBe(true);
  }
}

test('jets on disk keep their layout: slots and features of every batch', async () => {
  const folder = temporaryFolder();
  const jets = richJets(40);
  await writeJets(join(folder, 'jets.arrow'), jets);
  const opened = await openJets(join(folder, 'jets.arrow'), { scratch: join(folder, 'padded'), inMemory: 5 });
  expect(opened.jets.layout).toEqual(richLayout);
  const rows = Int32Array.of(39, 3, 17);
  expectSame(batchOf(opened.jets, rows), batchOf(jets, rows));
  opened.close();
});
