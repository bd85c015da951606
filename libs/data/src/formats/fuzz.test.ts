// Damaged files of every format: each is read, or refused in one line that names it; nothing crashes, hangs or grows.
// JETDEMON_FUZZ_CASES raises the number of cases (about 1,000 by default); a failure names its seed.
import { InputError } from '@jetdemon/workflow';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import { labelled, temporaryFolder } from '../testing/jets.ts';
import { writeJets } from '../files/write.ts';
import { openFile } from './open.ts';
import { damage } from './testing/damage.ts';
import { smallFiles } from './testing/files.ts';

const cases = Number(process.env['JETDEMON_FUZZ_CASES'] ?? 1000);
const maxSeconds = 5;
const maxGigabytes = 2;

async function readAll(file: string): Promise<void> {
  const opened = await openFile(file);
  try {
    for (const table of opened.tables) {
      for (const column of table.columns.filter(({ readable }) => readable)) {
        await opened.read(table.name, [column.name], 0, table.rows);
      }
    }
  } finally {
    await opened.close();
  }
}

async function fuzz(
  whole: Uint8Array,
  count: number,
  read: (file: string) => Promise<unknown> = readAll,
): Promise<void> {
  const file = join(temporaryFolder(), 'some.file');
  let refused = 0;
  for (let seed = 1; seed <= count; seed++) {
    const { bytes, what } = damage(whole, seed);
    writeFileSync(file, bytes);
    const started = performance.now();
    const outcome = await read(file).then(
      () => undefined,
      (error: unknown) => error,
    );
    const about = `seed ${seed}: ${what}`;
    expect((performance.now() - started) / 1000, about).toBeLessThan(maxSeconds);
    if (outcome === undefined) continue;
    refused++;
    if (!(outcome instanceof InputError)) throw new Error(about, { cause: outcome });
    expect(outcome.message, about).toMatch(/^\S*some\.file: (expected|column|row) [^\n]*$/);
  }
  expect(refused).toBeGreaterThan(count / 4);
  writeFileSync(file, whole);
  await read(file).catch((error: unknown) => expect(String(error)).toContain('that a float64 holds exactly'));
  expect(process.memoryUsage().rss / 2 ** 30).toBeLessThan(maxGigabytes);
}

const names = Object.keys(smallFiles);
/** A damaged HDF5 file costs an instance of the library, 0.1 s. */
const shareOf = (name: string): number => (/hdf5|\.h5$/.test(name) ? 4 : 1) * names.length;

test.each(names)('%s', { timeout: 3_600_000 }, async (name) => {
  await fuzz(await smallFiles[name]!(), Math.ceil(cases / shareOf(name)));
});

test('jets', { timeout: 3_600_000 }, async () => {
  const file = join(temporaryFolder(), 'jets.arrow');
  await writeJets(file, labelled([0, 1, 0, 1, 1]));
  await fuzz(readFileSync(file), Math.ceil(cases / names.length), readJets);
});

const carried = join(import.meta.dirname, '../../../../test/interop/files');

test.each(['jetclass.root', 'ntuple-zstd.root', 'shuffled.h5'])('%s', { timeout: 3_600_000 }, async (name) => {
  await fuzz(readFileSync(join(carried, name)), Math.ceil(cases / shareOf(name)));
});

const root = fileURLToPath(new URL('../../../../../shared/data/external/pfnano_skim.root', import.meta.url));

test.skipIf(!existsSync(root))('root', { timeout: 3_600_000 }, async () => {
  await fuzz(readFileSync(root), Math.ceil(cases / 100));
});
