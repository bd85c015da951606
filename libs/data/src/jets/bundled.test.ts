// The files of data/: their checksums, their size, and that the compact one still has the physics of its references.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { batches } from './batch.ts';
import type { Jets } from './jets.ts';
import { jetKinematics } from './kinematics.ts';
import { readJets } from '../files/read.ts';
import { jetFeatures } from './substructure.ts';
import { bundled } from '../testing/jets.ts';

const listed = readFileSync(bundled('SHA256SUMS'), 'utf8').trim().split('\n').map((line) => line.split(/\s+/)); // prettier-ignore

test('every file is listed', () => {
  const events = ['events/dijet-10.hepmc3.gz', 'events/zgamma-10.hepmc3.gz'];
  expect(listed.map(([, name]) => name)).toEqual([...events, 'jets-100k.arrow', 'jets-2k.arrow']);
});

test.each(listed)('%s is the checksum of %s', (digest, name) => {
  expect(
    createHash('sha256')
      .update(readFileSync(bundled(name!)))
      .digest('hex'),
  ).toBe(digest);
});

test('the large file is at most 25 MB', () => {
  expect(statSync(bundled('jets-100k.arrow')).size).toBeLessThanOrEqual(25 * 2 ** 20);
});

describe('jets-100k.arrow', () => {
  let jets: Jets;
  beforeAll(async () => {
    jets = await readJets(bundled('jets-100k.arrow'));
  });

  const largest = (values: Float64Array, column: string): number => {
    const reference = jets.reference![column]!.values;
    return values.reduce((most, value, row) => Math.max(most, Math.abs(value / reference[row]! - 1)), 0);
  };

  test('has 50,000 jets of each class', () => {
    expect(jets.count).toBe(100_000);
    expect(jets.label.reduce((total, label) => total + label, 0)).toBe(50_000);
  });

  test('keeps pT and mass of every jet to 1e-3', () => {
    const { ptTeV, massTeV } = jetKinematics(jets);
    expect(largest(ptTeV, 'trunc_pt')).toBeLessThan(1e-3);
    expect(largest(massTeV, 'trunc_mass')).toBeLessThan(1e-3);
  });

  test('keeps D2 of every jet to 3e-3, and of the median jet to 2e-4', () => {
    // Of 1e-3 in each constituent, e3 sees three and e2 six: D2 is the softest of the observables.
    const off = Float64Array.from({ length: jets.count }, (_, row) => {
      const { d2 } = jetFeatures(jets.ptTeV, jets.eta, jets.phi, jets.offsets[row], jets.offsets[row + 1]);
      return Math.abs(d2 / jets.reference!['trunc_d2']!.values[row]! - 1);
    }).sort();
    expect(off.at(-1)).toBeLessThan(3e-3);
    expect(off[jets.count / 2]).toBeLessThan(2e-4);
  });

  test('goes into batches whole', async () => {
    let count = 0;
    for (const batch of batches(await readJets(bundled('jets-100k.arrow')), { size: 256 })) count += batch.size;
    expect(count).toBe(100_000);
  });

  const generated = bundled('../../shared/data/jets-100k.arrow');
  test.skipIf(!existsSync(generated))('holds the jets that were generated, constituent by constituent', async () => {
    const original = await readJets(generated);
    expect(Buffer.compare(Buffer.from(original.label), Buffer.from(jets.label))).toBe(0);
    let [pt, eta, phi] = [0, 0, 0];
    for (let i = 0; i < original.ptTeV.length; i++) {
      const dPhi = jets.phi[i]! - original.phi[i]!;
      pt = Math.max(pt, Math.abs(jets.ptTeV[i]! / original.ptTeV[i]! - 1));
      eta = Math.max(eta, Math.abs(jets.eta[i]! - original.eta[i]!));
      phi = Math.max(phi, Math.abs(dPhi - 2 * Math.PI * Math.round(dPhi / (2 * Math.PI))));
    }
    expect(jets.ptTeV).toHaveLength(original.ptTeV.length);
    expect(pt).toBeLessThan(2 ** -11 + 1e-6);
    // Angles to the axis are below 2.048 rad: half a unit in the last place is 0.5 mrad.
    expect(eta).toBeLessThan(5.1e-4);
    expect(phi).toBeLessThan(5.1e-4);
  });
});

test('jets-2k.arrow has 1,000 jets of each class and references in double precision', async () => {
  const jets = await readJets(bundled('jets-2k.arrow'));
  expect(jets.count).toBe(2000);
  expect(jets.label.reduce((total, label) => total + label, 0)).toBe(1000);
  expect(jets.reference!['trunc_d2']!.values).toBeInstanceOf(Float64Array);
});
