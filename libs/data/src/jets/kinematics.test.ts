import { describe, expect, test } from 'vitest';
import { jetKinematics, type Kinematics } from './kinematics.ts';
import { readJets } from '../files/read.ts';
import { defaultLayout } from './layout.ts';
import { bundled, jetsOf, richLayout, type Constituent } from '../testing/jets.ts';

describe('closed forms', () => {
  // m² = 2 pT₁ pT₂ (cosh Δη − cos Δφ) for two massless constituents.
  test.each<[string, Constituent[], number]>([
    ['one constituent has no mass', [[0.4, 1.3, 2]], 0],
    [
      'collinear constituents have no mass',
      [
        [0.4, 1.3, 2],
        [0.1, 1.3, 2],
      ],
      0,
    ],
    [
      'constituents apart in phi',
      [
        [0.3, 0, 0],
        [0.2, 0, 1],
      ],
      Math.sqrt(2 * 0.3 * 0.2 * (1 - Math.cos(1))),
    ],
    [
      'constituents apart in eta',
      [
        [0.3, -0.5, 0],
        [0.2, 0.5, 0],
      ],
      Math.sqrt(2 * 0.3 * 0.2 * (Math.cosh(1) - 1)),
    ],
    [
      'constituents on both sides of phi = pi',
      [
        [0.3, 0, 3],
        [0.2, 0, -3],
      ],
      Math.sqrt(0.12 * (1 - Math.cos(6))),
    ],
  ])('%s', (_, constituents, mass) => {
    // The inputs are float32, and a mass of 0 is the root of a rounding residue.
    expect(jetKinematics(jetsOf([constituents])).massTeV[0]).toBeCloseTo(mass, 6);
  });

  test('a single constituent is the jet', () => {
    const jet = jetKinematics(jetsOf([[[0.5, -1.5, -2.5]]]));
    expect([jet.ptTeV[0], jet.eta[0], jet.phi[0]]).toEqual([0.5, -1.5, -2.5].map((value) => expect.closeTo(value, 12)));
  });
});

// The references were computed in double precision, by another program, from constituents before rounding to float32.
test.each<[keyof Kinematics, string, 'relative' | 'absolute']>([
  ['ptTeV', 'trunc_pt', 'relative'],
  ['eta', 'trunc_eta', 'absolute'],
  ['phi', 'trunc_phi', 'absolute'],
  ['massTeV', 'trunc_mass', 'relative'],
])('%s agrees with the reference column %s', async (quantity, column, how) => {
  const jets = await readJets(bundled('jets-2k.arrow'));
  const reference = jets.reference![column]!.values;
  const off = jetKinematics(jets)[quantity].map((value, row) => {
    return Math.abs(value - reference[row]!) / (how === 'relative' ? reference[row]! : 1);
  });
  expect(off).toHaveLength(2000);
  expect(Math.max(...off)).toBeLessThan(1e-6);
});

// E = √(p² + m²) and its like in rapidity, added up: the definitions.
test.each(['eta', 'rapidity'] as const)('massive constituents by their %s', (role) => {
  const constituents: Constituent[] = [[0.3, 0.5, 1], [0.2, -0.4, 2], [0.01, 1.5, 1.5]]; // prettier-ignore
  const mass = Float32Array.of(0.1, 0, 0.005);
  const [pt, eta, phi] = defaultLayout.features;
  const features = [pt!, { ...eta!, role }, phi!, richLayout.features[3]!];
  const jets = { ...jetsOf([constituents]), layout: { ...defaultLayout, features }, features: { mass } };
  const sum = [0, 0, 0, 0];
  jets.ptTeV.forEach((pt, i) => {
    const [y, phi, m] = [jets.eta[i]!, jets.phi[i]!, mass[i]!];
    const pz = role === 'eta' ? pt * Math.sinh(y) : Math.sqrt(pt ** 2 + m ** 2) * Math.sinh(y);
    [Math.sqrt(pt ** 2 + pz ** 2 + m ** 2), pt * Math.cos(phi), pt * Math.sin(phi), pz].forEach(
      (v, at) => (sum[at]! += v),
    );
  });
  const [e, px, py, pz] = sum as [number, number, number, number];
  const jet = jetKinematics(jets);
  expect(jet.massTeV[0]).toBeCloseTo(Math.sqrt(e * e - px * px - py * py - pz * pz), 12);
  expect(jet.ptTeV[0]).toBeCloseTo(Math.hypot(px, py), 12);
  expect(jet.eta[0]).toBeCloseTo(Math.asinh(pz / Math.hypot(px, py)), 12);
});
