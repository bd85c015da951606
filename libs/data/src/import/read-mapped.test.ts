import { InputError } from '@jetdemon/workflow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal.ts';
import type { OpenFile } from '../formats/format.ts';
import { concatenate, type Jets } from '../jets/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { lists, memoryFile } from '../testing/memory-file.ts';
import { mapping } from './mapping/mapping.ts';
import { planOf } from './plan.ts';
import { emptyTally, readMapped } from './read-mapped.ts';
import { collectionOf } from './references.ts';

async function jetsOf(open: OpenFile, given: unknown, label?: number, rowsPerRead?: number) {
  const plan = planOf(open, mapping.parse(given), 'a.root');
  const tally = emptyTally();
  const collection = collectionOf([plan], ['a.root']);
  const chunks: Jets[] = [];
  for await (const jets of readMapped(open, plan, { file: 'a.root', label, tally, collection, rowsPerRead }))
    chunks.push(jets);
  return { jets: concatenate(chunks), tally };
}

/** Constituents of jet `row`: pT [GeV], η, φ. */
const constituentsOf = ({ offsets, ptTeV, eta, phi }: Jets, row: number): number[][] =>
  Array.from(ptTeV.subarray(offsets[row], offsets[row + 1]), (pt, i) => {
    const at = offsets[row]! + i;
    return [pt * 1000, eta[at]!, phi[at]!].map((value) => Number(value.toFixed(4)));
  });

const polar = { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' };

test('sorts constituents by pT, drops empty slots and empty jets, and counts what it drops', async () => {
  const open = memoryFile({
    t: {
      pt: { rows: [[10, 30, 0, 20], [0, 0, 0, 0], [5, -1, 0, 0]], shape: [4] },
      eta: { rows: [[1, 2, 9, 3], [0, 0, 0, 0], [0.5, 0, 0, 0]], shape: [4] },
      phi: { rows: [[0.1, 0.2, 9, 4], [0, 0, 0, 0], [-1, 0, 0, 0]], shape: [4] },
    },
  }); // prettier-ignore
  const { jets, tally } = await jetsOf(open, { constituents: polar }, 1);
  expect(tally).toEqual({ rows: 3, jets: 2, empty: 1, negative: 1, unlabelled: 0, cut: 0 });
  // 4 - 2π = -2.28319
  expect([0, 1].map((row) => constituentsOf(jets, row))).toEqual([
    [[30, 2, 0.2], [20, 3, -2.2832], [10, 1, 0.1]],
    [[5, 0.5, -1]],
  ]); // prettier-ignore
  expect([...jets.label]).toEqual([1, 1]);
});

test('keeps the 64 hardest', async () => {
  const pt = Array.from({ length: 100 }, (_, i) => i + 1);
  const zero = pt.map(() => 0);
  const open = memoryFile({ t: { pt: lists(pt), eta: lists(zero), phi: lists(zero) } });
  const { jets } = await jetsOf(open, { constituents: polar }, 0);
  expect(constituentsOf(jets, 0).map(([size]) => size)).toEqual(Array.from({ length: 64 }, (_, i) => 100 - i));
});

test('keeps φ up to π in single precision as it is and wraps what is beyond', async () => {
  const given = [Math.fround(Math.PI), -Math.fround(Math.PI), 3.2, 9, -100];
  const ones = given.map(() => 1);
  const open = memoryFile({ t: { pt: lists(ones), eta: lists(ones), phi: lists(given) } });
  const { jets } = await jetsOf(open, { constituents: polar }, 0);
  expect([...jets.phi.subarray(0, 2)]).toEqual(given.slice(0, 2));
  jets.phi.forEach((phi, i) => {
    expect(Math.cos(phi)).toBeCloseTo(Math.cos(given[i]!), 5);
    expect(Math.sin(phi)).toBeCloseTo(Math.sin(given[i]!), 5);
    expect(Math.abs(phi)).toBeLessThan(3.1416);
  });
});

test('every way of writing a massless constituent gives the same one', async () => {
  const constituent = fc.record({
    pt: fc.integer({ min: 1, max: 5000 }).map((tenths) => tenths / 10),
    eta: fc.double({ min: -4, max: 4, noNaN: true }),
    phi: fc.double({ min: -3.1, max: 3.1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(constituent, { minLength: 1, maxLength: 8, selector: ({ pt }) => pt }),
      async (all) => {
        const row = all.flatMap(({ pt, eta, phi }) => [
        pt, eta, phi, pt * Math.cosh(eta), pt * Math.cos(phi), pt * Math.sin(phi), pt * Math.sinh(eta),
        (phi * 180) / Math.PI, 0.5,
      ]); // prettier-ignore
        const open = memoryFile({ t: { all: { rows: [row], shape: [all.length * 9] } } });
        const read = async (coordinates: object): Promise<Jets> =>
          (
            await jetsOf(
              open,
              {
                collisionTeV: 1e6,
                constituents: { array: 'all', features: 9, slots: all.length, unit: 'GeV', ...coordinates },
              },
              0,
            )
          ).jets;
        const expected = await read({ pt: 0, eta: 1, phi: 2 });
        for (const [coordinates, factor] of [
          [{ pt: 0, rapidity: 1, phi: 2 }, 1],
          [{ energy: 3, eta: 1, phi: 2 }, 1],
          [{ px: 4, py: 5, pz: 6 }, 1],
          [{ pt: 0, eta: 1, phi: 7, angle: 'deg' }, 1],
          [{ pt: 0, eta: 1, phi: 2, unit: 'MeV' }, 1e-3],
          [{ pt: 0, eta: 1, phi: 2, unit: 'TeV' }, 1e3],
          [{ pt: 0, eta: 1, phi: 2, scale: 8 }, 0.5],
        ] as const) {
          const jets = await read(coordinates);
          jets.ptTeV.forEach((pt, i) => {
            expect(pt / factor / expected.ptTeV[i]!).toBeCloseTo(1, 5);
            expect(jets.eta[i]).toBeCloseTo(expected.eta[i]!, 4);
            expect(jets.phi[i]).toBeCloseTo(expected.phi[i]!, 5);
          });
        }
      },
    ),
    { numRuns: 50, seed: 1 },
  );
});

test.each([
  [-999, -999],
  ['nan', NaN],
])('takes slots of pT %s for empty where the mapping says so', async (padding, value) => {
  const open = memoryFile({
    t: {
      pt: { rows: [[value, 2, value]], shape: [3] },
      eta: { rows: [[value, 1, value]], shape: [3] },
      phi: { rows: [[value, 1, value]], shape: [3] },
    },
  });
  const { jets, tally } = await jetsOf(open, { constituents: { ...polar, padding } }, 0);
  expect(constituentsOf(jets, 0)).toEqual([[2, 1, 1]]);
  expect(tally.negative).toBe(0);
});

describe('rows that are events', () => {
  const event = {
    pt: lists([1, 20, 3, 40], [], [7]),
    eta: lists([0, 0, 1, 1], [], [0]),
    phi: lists([0, 0, 2, 3.1], [], [0]),
    own: lists([1, 1, 0, 0], [], [-1]),
    jet: lists([1, 1, 0], [], []),
    cand: lists([0, 1, 3], [], []),
    jet_eta: lists([1, 0], [], [5]),
    jet_phi: lists([-3.1, 0.1], [], [5]),
    jet_mass: lists([80, 90], [], [5]),
    weight: { rows: [0.5, 2, 3] },
  };
  const open = memoryFile({ Events: event });
  const read = (jets: object) =>
    jetsOf(
      open,
      { constituents: polar, jets, weight: 'weight', reference: { mass: { column: 'jet_mass', unit: 'GeV' } } },
      0,
    );

  test('give all their jets, by the index of each constituent', async () => {
    const { jets, tally } = await read({ take: 'all', index: 'own' });
    expect([0, 1].map((row) => constituentsOf(jets, row))).toEqual([
      [[40, 1, 3.1], [3, 1, 2]],
      [[20, 0, 0], [1, 0, 0]],
    ]); // prettier-ignore
    expect(jets.reference!['mass']!.values).toEqual(Float64Array.of(0.08, 0.09));
    expect(jets.reference!['mass']!.unit).toBe('TeV');
    expect(jets.reference!['weight']).toMatchObject({ values: Float64Array.of(0.5, 0.5), unit: '1' });
    expect(tally).toMatchObject({ rows: 3, jets: 2, empty: 2 });
  });

  test('give the hardest jet only, unless asked, with its own reference', async () => {
    const { jets } = await read({ index: 'own' });
    expect(jets.count).toBe(1);
    expect(constituentsOf(jets, 0)).toEqual([
      [40, 1, 3.1],
      [3, 1, 2],
    ]);
    expect(jets.reference!['mass']!.values).toEqual(Float64Array.of(0.08));
  });

  test('give jets by links to constituents, of which some have none', async () => {
    const { jets } = await read({ take: 'all', index: 'jet', constituent: 'cand' });
    expect([0, 1].map((row) => constituentsOf(jets, row))).toEqual([
      [[40, 1, 3.1]],
      [[20, 0, 0], [1, 0, 0]],
    ]); // prettier-ignore
  });

  test('give jets by ids of constituents, which lie in two collections', async () => {
    const open = memoryFile({
      t: {
        ...{ 'track.pt': lists([10, 20], [30]), 'photon.pt': lists([40], [50]) },
        ...{ 'track.eta': lists([1, 2], [3]), 'photon.eta': lists([-1], [-2]) },
        ...{ 'track.phi': lists([0.1, 0.2], [0.3]), 'photon.phi': lists([0.4], [0.5]) },
        ...{ 'track.id': lists([7, 8], [8]), 'photon.id': lists([9], [7]) },
        ...{ 'jet.ids': lists([9, 8, 7], [7]), 'jet.owner': lists([0, 0, 1], [0]) },
      },
    });
    const both = (name: string) => [`track.${name}`, `photon.${name}`];
    const given = {
      constituents: { pt: both('pt'), eta: both('eta'), phi: both('phi'), unit: 'GeV' },
      jets: { take: 'all', index: 'jet.owner', constituent: 'jet.ids', id: both('id') },
    };
    const { jets } = await jetsOf(open, given, 1);
    expect([0, 1, 2].map((row) => constituentsOf(jets, row))).toEqual([
      [[40, -1, 0.4], [20, 2, 0.2]],
      [[10, 1, 0.1]],
      [[50, -2, 0.5]],
    ]); // prettier-ignore
    const tracks = { constituents: { pt: 'track.pt', eta: 'track.eta', phi: 'track.phi', unit: 'GeV' } };
    await expect(jetsOf(open, { ...tracks, jets: { ...given.jets, id: 'track.id' } }, 1)).rejects.toThrow(
      'row 0, column jet.ids: expected an id among those of track.id, found 9',
    );
    await expect(jetsOf(open, { ...given, jets: { ...given.jets, id: 'track.id' } }, 1)).rejects.toThrow(
      'column track.id: expected as many numbers as track.pt + photon.pt has (3), found 2',
    );
  });

  test('give jets by angle, across φ = π, the nearest jet within the radius', async () => {
    const { jets } = await read({ take: 'all', eta: 'jet_eta', phi: 'jet_phi', within: 0.5 });
    expect([0, 1].map((row) => constituentsOf(jets, row))).toEqual([
      [[40, 1, 3.1]],
      [[20, 0, 0], [1, 0, 0]],
    ]); // prettier-ignore
  });

  test('are refused where a link points beyond the constituents, or an index is none', async () => {
    const broken = (columns: object) => memoryFile({ Events: { ...event, ...columns } });
    const by = { constituents: polar, jets: { index: 'jet', constituent: 'cand' } };
    await expect(jetsOf(broken({ cand: lists([0, 1, 4], [], []) }), by, 0)).rejects.toThrow(
      'a.root: row 0, column cand: expected the number of one of 4 constituents, found 4',
    );
    await expect(jetsOf(broken({ jet: lists([0, 0.5, 1], [], []) }), by, 0)).rejects.toThrow(
      'row 0, column jet: expected a whole number, found 0.5',
    );
    await expect(jetsOf(broken({ cand: lists([0, 1], [], []) }), by, 0)).rejects.toThrow(
      'row 0, column jet: expected as many numbers as cand has (2), found 3',
    );
    const reference = { reference: { mass: 'jet_mass' } };
    const one = broken({ jet_mass: lists([80], [], [5]) });
    await expect(jetsOf(one, { ...by, ...reference, jets: { ...by.jets, take: 'all' } }, 0)).rejects.toThrow(
      'row 0, column jet_mass: expected a number for jet 1 of the event, found 1 numbers',
    );
  });
});

describe('labels', () => {
  const open = memoryFile({
    t: { pt: lists([1], [2], [3]), eta: lists([0], [0], [0]), phi: lists([0], [0], [0]), class: { rows: [0, 1, 5] } },
  });
  const read = async (label: object) => {
    const { jets, tally } = await jetsOf(open, { constituents: polar, label: { column: 'class', ...label } });
    return [[...jets.label], tally.unlabelled];
  };

  test('of named values are signal, and all others background or, if that is named too, dropped', async () => {
    expect(await read({ signal: [1, 5] })).toEqual([[0, 1, 1], 0]);
    expect(await read({ signal: 5 })).toEqual([[0, 0, 1], 0]);
    expect(await read({ signal: 5, background: 1 })).toEqual([[0, 1], 1]);
  });

  test('other than 0 and 1 are refused where no values are named', async () => {
    await expect(read({})).rejects.toThrow(
      InputError.at(
        { file: 'a.root', row: 2, column: 'class' },
        'expected 0 (background) or 1 (signal), found 5: say label.signal, the values that mean signal',
      ),
    );
  });
});

describe('refuses, in one line that names the row,', () => {
  const plain = { pt: lists([1], [2, 1]), eta: lists([0], [0, 0]), phi: lists([0], [0, 0]), w: { rows: [1, NaN] } };
  const read = (columns: object, given: object = {}) =>
    jetsOf(memoryFile({ t: { ...plain, ...columns } }), { constituents: polar, ...given }, 0, 1);

  test.each<[string, object, object, string]>([
    [
      'a coordinate that is not a number',
      { eta: lists([0], [0, NaN]) },
      {},
      'row 1, column eta: expected finite numbers, found NaN at constituent 1: if it marks empty slots, say constituents.padding: nan',
    ],
    [
      'an infinite one',
      { pt: lists([Infinity], [1, 1]) },
      {},
      'row 0, column pt: expected finite numbers, found Infinity at constituent 0',
    ],
    [
      'lists of unequal lengths',
      { phi: lists([0], [0]) },
      {},
      'row 1, column phi: expected as many numbers as pt has (2), found 1',
    ],
    ['a weight that is not a number', {}, { weight: 'w' }, 'row 1, column w: expected a finite weight, found NaN'],
  ])('%s', async (_, columns, given, message) => {
    await expect(read(columns, given)).rejects.toThrow(refusalOf('a.root', message));
  });
});

test('gives the same jets whatever is read at once', async () => {
  const random = (n: number, i: number): number => Math.abs(Math.sin(1000 * n + i)) + 0.1;
  const rows = Array.from({ length: 7 }, (_, n) => Array.from({ length: n + 1 }, (_, i) => random(n, i)));
  const open = memoryFile({ t: { pt: lists(...rows), eta: lists(...rows), phi: lists(...rows), n: { rows: [0, 1, 2, 3, 4, 5, 6], type: 'int32' } } }); // prettier-ignore
  const read = (atOnce: number) => jetsOf(open, { constituents: polar, reference: { n: 'n' } }, 1, atOnce);
  const [whole, pieces] = await Promise.all([read(100), read(2)]);
  expect(pieces).toEqual(whole);
  expect(whole.jets.reference!['n']!.values).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6));
  expect(jetKinematics(whole.jets).ptTeV[0]).toBeCloseTo(rows[0]![0]! / 1000, 9);
});

test('takes so many slots of a flat row as it is told, and none of what follows them', async () => {
  // two constituents of (E, px, py, pz), then the true jet: read as a third constituent it would be the hardest
  const row = [5, 3, 4, 0, 2, 0, 2, 0, 900, 900, 0, 0];
  const open = memoryFile({ t: { all: { rows: [row, row], shape: [12] } } });
  const flat = { array: 'all', features: 4, px: 1, py: 2, pz: 3, unit: 'GeV' };
  const { jets } = await jetsOf(open, { constituents: { ...flat, slots: 2 } }, 0);
  expect([0, 1].map((at) => constituentsOf(jets, at).map(([pt]) => pt))).toEqual([[5, 2], [5, 2]]); // prettier-ignore
  await expect(jetsOf(open, { constituents: flat }, 0)).rejects.toThrow(
    'constituents.slots: expected how many constituents a row of all has room for, found none: 12 numbers are at most 3 of 4',
  );
});

test('reads a column per slot and coordinate by pattern', async () => {
  const columns = { pt_0: { rows: [5, 7] }, pt_1: { rows: [0, 9] }, eta_0: { rows: [1, 2] }, eta_1: { rows: [0, 3] }, phi_0: { rows: [0, 1] }, phi_1: { rows: [0, 2] } }; // prettier-ignore
  const given = { pt: 'pt_{0..1}', eta: 'eta_{0..1}', phi: 'phi_{0..1}', unit: 'GeV' };
  const { jets } = await jetsOf(memoryFile({ t: columns }), { constituents: given }, 0);
  expect([0, 1].map((row) => constituentsOf(jets, row))).toEqual([[[5, 1, 0]], [[9, 3, 2], [7, 2, 1]]]); // prettier-ignore
  const more = { constituents: { ...given, phi: 'phi_{0..2}' } };
  await expect(jetsOf(memoryFile({ t: columns }), more, 0)).rejects.toThrow('expected a column phi_2 in t, found none');
});

test('adds the axis of the jet to relative coordinates, multiplies fractions of its pT, leaves masked slots out', async () => {
  const open = memoryFile({
    t: {
      // (η_rel, φ_rel, pT_rel, mask) as JetNet has them
      parts: { rows: [[[0.1, -0.2, 0.75, 1], [-0.1, 0.2, 0.25, 1], [0, 0, 0.5, 0]]], shape: [3, 4] },
      jet: { rows: [[500, 1, 3]], shape: [3] },
    },
  }); // prettier-ignore
  const relative = { pt: { column: 'jet', feature: 0 }, eta: { column: 'jet', feature: 1 } };
  const parts = { array: 'parts', eta: 0, phi: 1, pt: 2, mask: 3, unit: 'GeV' };
  const read = async (phi: unknown) =>
    constituentsOf((await jetsOf(open, { constituents: { ...parts, relative: { ...relative, phi } } }, 0)).jets, 0);
  expect(await read(0)).toEqual([[375, 1.1, -0.2], [125, 0.9, 0.2]]); // prettier-ignore
  // 3 + 0.2 - 2π = -3.0832
  expect(await read({ column: 'jet', feature: 2 })).toEqual([[375, 1.1, 2.8], [125, 0.9, -3.0832]]); // prettier-ignore
});

test('keeps the constituents and jets that pass the cuts, and counts the jets that do not', async () => {
  const open = memoryFile({
    t: {
      pt: lists([3, 2, 1], [5], [6, 7]),
      eta: lists([0, 0, 0], [0], [0, 0]),
      phi: lists([0, 0, 0], [0], [0, 0]),
      pdg: lists([211, 12, 22], [13], [130, -211]),
      mass: { rows: [80, 90, 200] },
    },
  });
  const where = { pdg: { not: ['12..16'] } };
  const { jets, tally } = await jetsOf(open, { constituents: { ...polar, where }, where: { mass: { max: 100 } } }, 1);
  expect(constituentsOf(jets, 0).map(([pt]) => pt)).toEqual([3, 1]);
  expect(tally).toMatchObject({ rows: 3, jets: 1, empty: 1, cut: 1 });
});

describe('reads labels', () => {
  const three = { pt: lists([1], [2], [3]), eta: lists([0], [0], [0]), phi: lists([0], [0], [0]) };
  const read = async (columns: object, label: object, tables: object = {}) => {
    const { jets, tally } = await jetsOf(memoryFile({ t: { ...three, ...columns }, ...tables }), { table: 't', constituents: polar, label }); // prettier-ignore
    return [[...jets.label], tally.unlabelled];
  };
  const hot = { label_QCD: { rows: [1, 0, 0] }, label_Tbqq: { rows: [0, 1, 0] }, label_Zqq: { rows: [0, 0, 1] } };

  test('that are ranges', async () => {
    const column = { kind: { rows: [161, 187, 3] } };
    expect(await read(column, { column: 'kind', signal: 3, background: '161..187' })).toEqual([[0, 0, 1], 0]);
    expect(await read(column, { column: 'kind', signal: 3, background: '161..186' })).toEqual([[0, 1], 1]);
  });

  test('that are one of several columns', async () => {
    const columns = Object.keys(hot);
    expect(await read(hot, { columns, signal: 'label_Tbqq', background: ['label_QCD'] })).toEqual([[0, 1], 1]);
    expect(await read(hot, { columns, signal: ['label_Tbqq', 'label_Zqq'] })).toEqual([[0, 1, 1], 0]);
    const none = { ...hot, label_Zqq: { rows: [0, 0, 0] } };
    await expect(read(none, { columns, signal: 'label_Tbqq' })).rejects.toThrow(
      'row 2, column label_QCD: expected one 1 among zeros, found 0, 0, 0',
    );
  });

  test('that are one of the features of a column', async () => {
    const labels = { labels: { rows: [[1, 0], [0, 1], [1, 0]], shape: [2] } }; // prettier-ignore
    expect(await read(labels, { column: 'labels', oneHot: true })).toEqual([[0, 1, 0], 0]);
    expect(await read(labels, { column: 'labels', oneHot: true, signal: 0 })).toEqual([[1, 0, 1], 0]);
  });

  test('that lie in another table of as many rows', async () => {
    expect(await read({}, { table: 'truth', column: 'y' }, { truth: { y: { rows: [1, 0, 1] } } })).toEqual([[1, 0, 1], 0]); // prettier-ignore
    await expect(read({}, { table: 'truth', column: 'y' }, { truth: { y: { rows: [1, 0] } } })).rejects.toThrow(
      'table truth: expected as many rows as t has (3), found 2',
    );
  });
});

describe('refuses what is probably not what was meant:', () => {
  const many = Array.from({ length: 8 }, (_, row) => row);
  const of = (value: number) => ({
    px: { rows: many.map((row) => [30 + row, value]), shape: [2] },
    py: { rows: many.map((row) => [row, value]), shape: [2] },
    pz: { rows: many.map(() => [1, value]), shape: [2] },
  });
  const cartesian = { px: 'px', py: 'py', pz: 'pz', unit: 'GeV' };

  test('one value at the end of most rows', async () => {
    await expect(jetsOf(memoryFile({ t: of(-999) }), { constituents: cartesian }, 0)).rejects.toThrow(
      'column px: expected constituents, found -999 in the last slot of 8 of 8 rows: if it marks empty slots, say constituents.padding: -999',
    );
    const { jets } = await jetsOf(memoryFile({ t: of(-999) }), { constituents: { ...cartesian, padding: -999 } }, 0);
    expect(jets.offsets.at(-1)).toBe(8);
  });

  test('jets beyond the energy of the collisions', async () => {
    const tooHard =
      'expected jets of pT below 7 TeV, half the energy of the collisions, found 30 TeV: check constituents.unit';
    const given = { constituents: { ...cartesian, unit: 'TeV' } };
    await expect(jetsOf(memoryFile({ t: of(0) }), given, 0)).rejects.toThrow(tooHard);
    const { jets } = await jetsOf(memoryFile({ t: of(0) }), { ...given, collisionTeV: 100 }, 0);
    expect(jets.count).toBe(8);
  });

  test.each([
    ['MEV', 'MeV'],
    ['gev', 'GeV'],
    ['GeV/c', 'GeV'],
    ['radians', 'rad'],
  ])('the unit %s', async (unit, meant) => {
    const open = memoryFile({ t: { ...of(0), m: { rows: many } } });
    const given = { constituents: cartesian, reference: { m: { column: 'm', unit } } };
    await expect(jetsOf(open, given, 0)).rejects.toThrow(
      `reference.m.unit: expected a unit, found ${unit}, did you mean ${meant}?`,
    );
  });
});

describe('fractions of the pT of the jet that are said to be TeV', () => {
  const jetsAt = (pt: readonly number[]) =>
    memoryFile({
      t: {
        pt: lists(...pt.map((sum, row) => [(0.6 + row / 100) * sum, (0.4 - row / 100) * sum])),
        eta: lists(...pt.map(() => [0, 0])),
        phi: lists(...pt.map(() => [0, 0])),
      },
    });
  const inTeV = { constituents: { ...polar, unit: 'TeV' } };

  test.each([[[1, 1, 1, 1]], [[0.995, 1, 0.9, 0.99, 0.98]]])('are refused: jets of %o', async (pt) => {
    await expect(jetsOf(jetsAt(pt), inTeV, 0)).rejects.toThrow(
      /expected constituents’ pT in TeV, found jets of (1|0\.9) to 1 TeV in the first [45] rows, .*constituents\.relative\.pt/,
    );
  });

  test.each([[[0.98, 1.01, 0.99, 1]], [[0.51, 0.6, 0.7, 0.999]], [[0.85, 0.9, 0.95, 0.999]], [[1, 1, 1]]])(
    'could be jets of %o TeV, which are taken',
    async (pt) => {
      expect((await jetsOf(jetsAt(pt), inTeV, 0)).jets.count).toBe(pt.length);
    },
  );
});
