// The observables of the bundled test jets against the reference columns of their file, which an independent
// implementation computed in double precision.
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { readJets } from '@jetdemon/data';
import { expect, test } from 'vitest';
import { inBatches } from '../scoring/map-batches.ts';
import { measureObservables } from '../scoring/scoring.ts';
import { constituents, jetAxis } from './axis.ts';

const file = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));

// What is allowed: float32 inputs of about 4e-8 relative, and sums over up to 64 of them.
test('pT, η, φ, mass and D2 of 2,000 jets equal the reference columns of the data', async () => {
  const jets = await readJets(file);
  const [device, rows] = [await openDevice('auto'), Int32Array.from(jets.label.keys())];
  const found = await measureObservables(jets, device, { rows });
  const axis = device.compile(({ jets: batch }) => ({ phi: jetAxis(constituents(batch!, jets.layout)).phi }));
  const { phi } = await inBatches(jets, { rows }, (batch) => axis({ jets: batch }));
  const worst = (name: string, values: Float32Array, distance: (found: number, expected: number) => number) =>
    values.reduce((most, value, row) => Math.max(most, distance(value, jets.reference![name]!.values[row]!)), 0);
  const relative = (a: number, b: number) => Math.abs(a / b - 1);
  expect(worst('trunc_pt', found.pt, relative)).toBeLessThan(1e-6);
  expect(worst('trunc_eta', found.eta, (a, b) => Math.abs(a - b))).toBeLessThan(2e-6);
  expect(worst('trunc_phi', phi!, (a, b) => Math.abs(Math.sin(a - b)))).toBeLessThan(2e-6);
  expect(worst('trunc_mass', found.mass, relative)).toBeLessThan(5e-6);
  expect(worst('trunc_d2', found.d2, relative)).toBeLessThan(2e-5);
});
