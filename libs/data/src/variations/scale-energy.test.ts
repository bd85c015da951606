import { describe, expect, test } from 'vitest';
import { readJets } from '../files/read.ts';
import { bundled, richJets } from '../testing/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { pick } from '../jets/jets.ts';
import { scaleEnergy } from './scale-energy.ts';

describe.each([0.98, 1.02, 3])('at %d times the energy', (factor) => {
  test('pT and mass of 1,000 jets are so many times what they were, angles as they were', async () => {
    const before = pick(
      await readJets(bundled('jets-2k.arrow')),
      Int32Array.from({ length: 1000 }, (_, row) => 2 * row),
    );
    const after = scaleEnergy(before, factor);
    const [was, is] = [before, after].map(jetKinematics);
    was!.ptTeV.forEach((pt, row) => {
      expect(is!.ptTeV[row]! / pt / factor).toBeCloseTo(1, 6);
      expect(Math.abs(is!.massTeV[row]! / was!.massTeV[row]! / factor - 1)).toBeLessThan(1e-5);
      expect(is!.eta[row]).toBeCloseTo(was!.eta[row]!, 5);
      expect(is!.phi[row]).toBeCloseTo(was!.phi[row]!, 5);
    });
    expect(after.label).toEqual(before.label);
    expect(after.reference).toBeUndefined(); // trunc_mass and the others are those of the original jets
  });

  test('masses of constituents are scaled too, so that those of jets are; other features stay', () => {
    const before = richJets(20);
    const after = scaleEnergy(before, factor);
    const [was, is] = [before, after].map(jetKinematics);
    was!.massTeV.forEach((mass, row) => expect(is!.massTeV[row]).toBeCloseTo(factor * mass, 5));
    for (const { name, unit } of before.layout.features.slice(3))
      if (unit !== 'TeV') expect(after.features![name]).toEqual(before.features![name]);
  });
});

test('of one kind alone, those of its values, hardest first again', () => {
  const before = richJets(40);
  const after = scaleEnergy(before, 1.5, { feature: 'charge', values: [1] });
  for (let row = 0; row < before.count; row++) {
    const expected = Array.from({ length: before.offsets[row + 1]! - before.offsets[row]! }, (_, i) => {
      const at = before.offsets[row]! + i;
      const charge = before.features!['charge']![at]!;
      return { charge, pt: Math.fround(before.ptTeV[at]! * (charge === 1 ? 1.5 : 1)) };
    }).sort((a, b) => b.pt - a.pt);
    const found = expected.map((_, i) => {
      const at = after.offsets[row]! + i;
      return { charge: after.features!['charge']![at]!, pt: after.ptTeV[at]! };
    });
    expect(found).toEqual(expected);
  }
  expect(() => scaleEnergy(before, 1.5, { feature: 'pdgId', values: [22] })).toThrow(
    'of: expected a feature of the constituents (mass, charge, d0), found pdgId',
  );
});
