import { describe, expect, test } from 'vitest';
import type { OpenFile } from '../formats/format.ts';
import { concatenate, type Jets } from '../jets/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { lists, memoryFile } from '../testing/memory-file.ts';
import { mapping } from './mapping/mapping.ts';
import { planOf, type PlanOptions } from './plan.ts';
import { emptyTally, readMapped } from './read-mapped.ts';
import { collectionOf } from './references.ts';

async function jetsOf(open: OpenFile, given: unknown, options: PlanOptions = {}): Promise<Jets> {
  const plan = planOf(open, mapping.parse(given), 'a.root', options);
  const collection = collectionOf([plan], ['a.root']);
  const chunks: Jets[] = [];
  for await (const jets of readMapped(open, plan, { file: 'a.root', label: 0, tally: emptyTally(), collection }))
    chunks.push(jets);
  return concatenate(chunks);
}

describe('masses', () => {
  // (p; E) of (3, 4, 0; 13) and (5, 0, 12; 85) GeV: masses 12 and 84, Pythagorean; their sum (8, 4, 12; 98) has
  // M² = 9604 - 224 = 9380. Pseudorapidities and rapidities by their definitions: asinh(p_z / pT), atanh(p_z / E).
  const file = memoryFile({
    t: {
      px: lists([3, 5]),
      py: lists([4, 0]),
      pz: lists([0, 12]),
      e: lists([13, 85]),
      m: lists([12, 84]),
      mMeV: { ...lists([12e3, 84e3]), unit: 'MeV' },
      pt: lists([5, 5]),
      eta: lists([0, Math.asinh(12 / 5)]),
      y: lists([0, Math.atanh(12 / 85)]),
      phi: lists([Math.atan2(4, 3), 0]),
      weight: lists([1, 0.5]),
    },
  });
  const momenta = { px: 'px', py: 'py', pz: 'pz', unit: 'GeV' };
  const polar = { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' };
  const rapid = { pt: 'pt', rapidity: 'y', phi: 'phi', unit: 'GeV' };

  test.each([
    ['px, py, pz and energy', { ...momenta, energy: 'e' }],
    ['px, py, pz and mass', { ...momenta, mass: 'm' }],
    ['pT, η, φ and energy', { ...polar, energy: 'e' }],
    ['pT, η, φ and mass', { ...polar, mass: 'm' }],
    ['pT, y, φ and energy', { ...rapid, energy: 'e' }],
    ['pT, y, φ and mass', { ...rapid, mass: 'm' }],
  ])('of %s make four-momenta of the constituents, in TeV', async (_, constituents) => {
    const jets = await jetsOf(file, { constituents });
    const [first, second] = jets.features!['mass']!;
    expect(first).toBeCloseTo(0.012, 7);
    expect(second).toBeCloseTo(0.084, 7);
    const { ptTeV, massTeV, eta } = jetKinematics(jets);
    expect(massTeV[0]).toBeCloseTo(Math.sqrt(9380) / 1000, 7);
    expect(ptTeV[0]).toBeCloseTo(Math.hypot(8, 4) / 1000, 7);
    expect(eta[0]).toBeCloseTo(Math.asinh(12 / Math.hypot(8, 4)), 6);
    expect(jets.layout.features.map(({ role, move }) => [role, move])).toEqual([
      ['pt', 'relative'],
      [Object.hasOwn(constituents, 'rapidity') ? 'rapidity' : 'eta', 'absolute'],
      ['phi', 'absolute'],
      ['mass', 'frozen'],
    ]);
  });

  test('are scaled with the momentum, and 0 where rounding puts an energy below it', async () => {
    const scaled = await jetsOf(file, { constituents: { ...momenta, energy: 'e', scale: 'weight' } });
    expect(scaled.features!['mass']![1]).toBeCloseTo(0.042, 7);
    const rounded = memoryFile({ t: { px: lists([3]), py: lists([4]), pz: lists([0]), e: lists([4.9999]) } });
    expect((await jetsOf(rounded, { constituents: { ...momenta, energy: 'e' } })).features!['mass']![0]).toBe(0);
  });

  test('are none where the file has none, and an energy instead of pT has no mass', async () => {
    expect((await jetsOf(file, { constituents: momenta })).features).toBeUndefined();
    const { energy, eta, phi } = { energy: 'e', eta: 'eta', phi: 'phi' };
    const jets = await jetsOf(file, { constituents: { energy, eta, phi, unit: 'GeV' } });
    expect(jets.features).toBeUndefined();
    // cosh(asinh(12 / 5)) = 13 / 5
    expect(jets.ptTeV[0]).toBeCloseTo((85 * 5) / 13 / 1000, 7);
  });

  test.each([
    [
      { ...momenta, energy: 'px' },
      'row 0, column px: expected energies of at least the momentum, found 3 at constituent 0',
    ],
    [{ ...polar, mass: 'm', unit: 'GeV' }, undefined],
    [{ ...polar, pt: 'mMeV', mass: 'm', unit: 'MeV' }, undefined],
  ])('are refused where they cannot be', async (constituents, message) => {
    const read = jetsOf(file, { constituents, collisionTeV: 1e6 });
    await (message ? expect(read).rejects.toThrow(message) : expect(read).resolves.toBeDefined());
  });

  test('are refused below 0 and in another unit than the momenta', async () => {
    const odd = memoryFile({
      t: {
        pt: { ...lists([5]), unit: 'GeV' },
        eta: lists([0]),
        phi: lists([0]),
        below: lists([-1]),
        mMeV: { ...lists([12e3]), unit: 'MeV' },
      },
    });
    const { eta, phi } = polar;
    await expect(jetsOf(odd, { constituents: { pt: 'pt', eta, phi, mass: 'below' } })).rejects.toThrow(
      'row 0, column below: expected masses and energies of at least 0, found -1 at constituent 0',
    );
    await expect(jetsOf(odd, { constituents: { pt: 'pt', eta, phi, mass: 'mMeV' } })).rejects.toThrow(
      'column mMeV: expected the unit of pt (GeV), found MeV in the file',
    );
  });
});

describe('features', () => {
  const file = memoryFile({
    t: {
      pt: lists([10, 30, 20], [5]),
      eta: lists([1, 2, 3], [0]),
      phi: lists([0, 0, 0], [0]),
      charge: { ...lists([-1, 0, 1], [1]), type: 'int8' },
      pid: { ...lists([211, 22, -2212], [2 ** 40]), type: 'int64' },
      d0: { ...lists([0.1, NaN, 0.3], [0.5]), type: 'float32', unit: 'mm' },
      energy: { ...lists([1.5, 3.5, 2.5], [4]), unit: 'MeV' },
      short: lists([1, 2], [3]),
      perJet: { rows: [1, 2] },
      X: { rows: [[1, 0, 0, 7, 2, 0, 0, 8], [3, 0, 0, 9, 0, 0, 0, 0]], shape: [2, 4] },
    },
  }); // prettier-ignore
  const constituents = { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' };
  const read = (features: object, options?: PlanOptions) => jetsOf(file, { constituents, features }, options);

  test('follow their constituents when these are sorted by pT, and cut to the hardest', async () => {
    const features = { charge: 'charge', d0: { column: 'd0', nan: -9, description: 'impact parameter' } };
    const jets = await read(features);
    expect([...jets.ptTeV].map((pt) => Math.round(pt * 1000))).toEqual([30, 20, 10, 5]);
    expect(jets.features!['charge']).toEqual(Int8Array.of(0, 1, -1, 1));
    expect(jets.features!['d0']).toEqual(Float32Array.of(-9, 0.3, 0.1, 0.5));
    expect(jets.layout.features.slice(3)).toEqual([
      { name: 'charge', unit: '1', description: 'charge of a.root', move: 'frozen' },
      { name: 'd0', unit: 'mm', description: 'impact parameter', move: 'frozen' },
    ]);
    const two = await read(features, { constituents: 2 });
    expect(two.layout.constituents).toBe(2);
    expect(two.features!['charge']).toEqual(Int8Array.of(0, 1, 1));
  });

  test('are energies in TeV, and numbers of an array', async () => {
    const { features, layout } = await read({ e: 'energy' });
    expect(features!['e']).toEqual(Float64Array.of(3.5 * 1e-6, 2.5 * 1e-6, 1.5 * 1e-6, 4 * 1e-6));
    expect(layout.features[3]).toMatchObject({ unit: 'TeV' });
    const array = { array: 'X', pt: 0, eta: 1, phi: 2, unit: 'GeV' };
    const jets = await jetsOf(file, { constituents: array, features: { pid: { column: 3, type: 'integer' } } });
    expect(jets.features!['pid']).toEqual(Int32Array.of(8, 7, 9));
  });

  test.each([
    [{ d0: 'd0' }, 'row 0, column d0: expected finite numbers, found NaN at constituent 1: say features.d0.nan'],
    [{ pid: 'pid' }, `row 1, column pid: expected integers of int32, found ${2 ** 40} at constituent 0: say features.pid.type: float`],
    [{ d: { column: 'energy', type: 'integer', unit: 'MeV' } }, 'expected integers of int32, found'],
    [{ short: 'short' }, 'row 0, column short: expected as many numbers as pt has (3), found 2'],
    [{ x: 'perJet' }, 'column perJet: expected a list of numbers per row, found float64'],
    [{ x: 3 }, 'features.x: expected a column, because there is no array, found 3'],
    [{ d0: { column: 'd0', unit: 'GEV' } }, 'features.d0.unit: expected a unit, found GEV, did you mean GeV?'],
    [{ weight: 'charge' }, 'features.weight: expected another name, because jets have a column weight'],
    [{ source_row: 'charge' }, 'features.source_row: expected another name, because origins are called so'],
  ])('%o are refused', async (features, message) => {
    await expect(read(features)).rejects.toThrow(message);
  });
}); // prettier-ignore
