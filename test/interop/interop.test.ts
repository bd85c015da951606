// Files of the writers that physicists use, read and compared with the numbers that NumPy computed for them: those carried
// here, and fresh ones by the writers themselves where JETDEMON_PEERS is a Python that has requirements.txt.
import { contextOf, temporaryFolder } from '../../libs/data/src/testing/jets.ts';
import task from '../../libs/data/src/tasks/import.ts';
import { readJets } from '../../libs/data/src/files/read.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

interface Expected {
  readonly params: { readonly label?: number };
  /** Which of the sets it holds. */
  readonly jets: number;
  readonly weight?: readonly number[];
}

interface Contents {
  readonly sets: readonly (readonly {
    readonly label: number;
    readonly constituents: readonly (readonly number[])[];
  }[])[];
  readonly files: Readonly<Record<string, Expected>>;
}

const contentsOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Contents;
const carried = join(import.meta.dirname, 'files');
const names = Object.keys(contentsOf(carried).files);

async function compare(folder: string, name: string): Promise<void> {
  const { sets, files: described } = contentsOf(folder);
  const { params, jets: set, weight } = described[name]!;
  const expected = sets[set]!;
  const { label, ...how } = params;
  const output = temporaryFolder();
  const files = [{ path: join(folder, name), ...(label !== undefined && { label }) }];
  const noCuts = { ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };
  await task.run(contextOf(task, { params: { files, ...how, ...noCuts }, inputs: { generated: [] }, output }));
  const jets = await readJets(join(output, 'jets.arrow'));
  expect([...jets.label]).toEqual(expected.map((jet) => jet.label));
  expected.forEach(({ constituents }, row) => {
    const [from, to] = [jets.offsets[row]!, jets.offsets[row + 1]!];
    expect(to - from).toBe(constituents.length);
    // files in single precision: 24 bits of pT and momenta, of which an angle is left with a little less
    constituents.forEach(([pt, eta, phi], at) => {
      expect((jets.ptTeV[from + at]! * 1000) / pt!).toBeCloseTo(1, 5);
      expect(jets.eta[from + at]).toBeCloseTo(eta!, 5);
      expect(Math.sin((jets.phi[from + at]! - phi!) / 2)).toBeCloseTo(0, 5);
    });
  });
  if (weight) expect([...jets.reference!['weight']!.values]).toEqual(weight);
}

describe('carried files', () => {
  test.each(names)('%s', async (name) => compare(carried, name));
});

const peers = process.env['JETDEMON_PEERS'] ?? '';

describe.skipIf(peers === '')('files written now', () => {
  let folder = '';
  beforeAll(() => {
    folder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'interop');
    const made = spawnSync(peers, [join(import.meta.dirname, 'make.py'), folder], { encoding: 'utf8' });
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
  }, 120_000);

  test.each(names)('%s', async (name) => compare(folder, name));
});
