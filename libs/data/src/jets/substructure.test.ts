import { keyOf } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { referenceObservables, type ConstituentList } from '../testing/observables-reference.ts';
import { readJets } from '../files/read.ts';
import { jetFeatures, type JetFeatures } from './substructure.ts';
import { bundled } from '../testing/jets.ts';

const column = (jet: ConstituentList, at: 0 | 1 | 2): Float64Array => Float64Array.from(jet, (part) => part[at]);
const featuresOf = (jet: ConstituentList): JetFeatures => jetFeatures(column(jet, 0), column(jet, 1), column(jet, 2));

/** Constituents within a square about a random axis, φ wrapped. */
function someJet(seed: number, count: number, radius: number): ConstituentList {
  const uniform = keyOf(seed).uniform();
  const [eta, phi] = [4 * uniform() - 2, Math.PI * (2 * uniform() - 1)];
  return Array.from({ length: count }, () => {
    const angle = phi + radius * (2 * uniform() - 1);
    const wrapped = Math.atan2(Math.sin(angle), Math.cos(angle));
    return [Math.exp(-5 * uniform()), eta + radius * (2 * uniform() - 1), wrapped];
  });
}

describe.each([
  { radius: 1, tolerance: 1e-12 },
  { radius: 0.01, tolerance: 1e-9 },
])('jets of radius $radius', ({ radius, tolerance }) => {
  test.each([3, 4, 20, 64])('%i constituents: the loops over pairs and triples', (count) => {
    for (let seed = 0; seed < 20; seed++) {
      const jet = someJet(seed, count, radius);
      const [got, want] = [featuresOf(jet), referenceObservables(jet)];
      expect(Math.abs(got.d2 / want.d2 - 1)).toBeLessThan(tolerance);
      expect(Math.abs(got.mass / want.massTeV - 1)).toBeLessThan(tolerance);
      expect(Math.abs(got.pt / want.ptTeV - 1)).toBeLessThan(1e-14);
    }
  });
});

test.each<[string, ConstituentList]>([
  ['a single constituent', [[0.4, 1.3, 3.1]]],
  [
    'collinear constituents',
    [
      [0.3, -0.7, 2.9],
      [0.2, -0.7, 2.9],
      [0.1, -0.7, 2.9],
    ],
  ],
  ['no constituent', []],
])('%s: D2 is 0', (_, jet) => {
  expect(featuresOf(jet).d2).toBe(0);
});

test('two constituents have e3 = 0', () => {
  const { d2 } = featuresOf([
    [0.3, 0.2, 3.1],
    [0.1, 0.5, -3.1],
  ]);
  expect(d2).toBeCloseTo(0, 12);
});

test('pT and mass scale with the unit, D2 does not', () => {
  const jet = someJet(7, 30, 0.8);
  const [tev, gev] = [featuresOf(jet), featuresOf(jet.map(([pt, eta, phi]) => [pt * 1000, eta, phi]))];
  expect(gev.pt / tev.pt).toBeCloseTo(1000, 9);
  expect(gev.mass / tev.mass).toBeCloseTo(1000, 9);
  expect(gev.d2 / tev.d2).toBeCloseTo(1, 12);
});

// The reference column was computed in double precision, by another program, before constituents were rounded to float32.
test('D2 agrees with the reference column trunc_d2', async () => {
  const { count, offsets, ptTeV, eta, phi, reference } = await readJets(bundled('jets-2k.arrow'));
  const off = Array.from({ length: count }, (_, row) => {
    const { d2 } = jetFeatures(ptTeV, eta, phi, offsets[row], offsets[row + 1]);
    return Math.abs(d2 / reference!['trunc_d2']!.values[row]! - 1);
  });
  expect(off).toHaveLength(2000);
  expect(Math.max(...off)).toBeLessThan(2e-5);
});
