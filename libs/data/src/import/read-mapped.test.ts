import { InputError } from '@jetdemon/workflow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenFile } from '../formats/format.ts';
import { concatenate, type Jets } from '../jets/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { lists, memoryFile } from '../testing/memory-file.ts';
import { mapping } from './mapping.ts';
import { planOf } from './plan.ts';
import { emptyTally, readMapped } from './read-mapped.ts';
import { referencesOf } from './references.ts';

async function jetsOf(open: OpenFile, given: unknown, label?: number, rowsPerRead?: number) {
  const plan = planOf(open, mapping.parse(given), 'a.root');
  const tally = emptyTally();
  const references = referencesOf([plan], ['a.root']);
  const chunks: Jets[] = [];
  for await (const jets of readMapped(open, plan, { file: 'a.root', label, tally, references, rowsPerRead }))
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
  expect(tally).toEqual({ rows: 3, jets: 2, empty: 1, negative: 1, unlabelled: 0 });
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
          (await jetsOf(open, { constituents: { array: 'all', features: 9, unit: 'GeV', ...coordinates } }, 0)).jets;
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
      new InputError(
        'row 2, column class: expected 0 (background) or 1 (signal), found 5: say label.signal, the values that mean signal',
        'a.root:',
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
    await expect(read(columns, given)).rejects.toThrow(new InputError(message, 'a.root:'));
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
