import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJets } from '../files/spill.ts';
import { readJets } from '../files/read.ts';
import { writeJets } from '../files/write.ts';
import { bundled, jetsOf, richJets, temporaryFolder } from '../testing/jets.ts';
import { identities, withIdentity } from './identity.ts';
import { pick } from './jets.ts';
import { defaultLayout } from './layout.ts';

test('jets are known again in any order, in any layout, in memory and on disk', async () => {
  const jets = richJets(30);
  const all = identities(jets);
  const rows = Int32Array.of(29, 4, 11);
  expect(identities(pick(jets, rows))).toEqual(identities(jets, rows));
  expect(identities(jets, rows)).toEqual(Float64Array.from(rows, (row) => all[row]!));
  expect(identities({ ...jets, layout: defaultLayout, features: undefined })).toEqual(all);
  const folder = temporaryFolder();
  await writeJets(join(folder, 'jets.arrow'), jets);
  const opened = await openJets(join(folder, 'jets.arrow'), { scratch: join(folder, 'padded'), inMemory: 3 });
  expect(identities(opened.jets)).toEqual(all);
  opened.close();
});

test('different jets have different identities, all whole numbers that doubles hold', async () => {
  const all = identities(await readJets(bundled('jets-2k.arrow')));
  expect(new Set(all).size).toBe(2000);
  expect(all.every(Number.isSafeInteger)).toBe(true);
  const [a, b, c] = identities(jetsOf([[[1, 0, 0]], [[1, 0, 0], [0.5, 0, 0]], [[1, 0, 1e-7]]])); // prettier-ignore
  expect(new Set([a, b, c]).size).toBe(3);
});

test('a jet that was moved keeps the identity that it had', () => {
  const jets = withIdentity(richJets(5));
  const moved = { ...jets, ptTeV: jets.ptTeV.map((pt) => pt * 1.01) };
  expect(identities(moved)).toEqual(identities(richJets(5)));
  expect(identities({ ...moved, reference: undefined })).not.toEqual(identities(richJets(5)));
});
