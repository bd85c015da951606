import { InputError } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { lists, memoryFile } from '../testing/memory-file.ts';
import { mapping } from './mapping/mapping.ts';
import { planOf } from './plan.ts';

const file = memoryFile({
  Events: {
    Part_pt: lists([1], []),
    Part_eta: lists([1], []),
    Part_phi: lists([1], []),
    Jet_pt: lists([1], []),
    Part_ptMeV: { ...lists([1], []), unit: 'MeV' },
    Part_phiDeg: { ...lists([1], []), unit: 'deg' },
    flat: { rows: [0, 0], shape: [12] },
    X: { rows: [0, 0], shape: [5, 4] },
    other: { rows: [0, 0], shape: [7, 4] },
    row: { rows: [1, 2], type: 'int32' },
    three: { rows: [1, 2], shape: [3] },
    words: { rows: ['a', 'b'], type: 'utf8', readable: false },
    massGeV: { rows: [80, 90], unit: 'GeV', type: 'float32' },
  },
});
const part = { pt: 'Part_pt', eta: 'Part_eta', phi: 'Part_phi', unit: 'GeV' };
const plan = (given: unknown, open = file) => planOf(open, mapping.parse(given), 'a.root');

test('finds coordinates in lists, in an array and in a flat array', () => {
  expect(plan({ constituents: part }).constituents.pt).toEqual({ column: 'Part_pt', feature: 0, stride: 1 });
  const array = { array: 'X', pt: 0, eta: 1, phi: 3, unit: 'MeV' };
  expect(plan({ constituents: array })).toMatchObject({
    constituents: { phi: { column: 'X', feature: 3, stride: 4, slots: 5 } },
    energyScale: 1e-6,
    columns: ['X'],
  });
  const flat = { array: 'flat', features: 4, slots: 3, px: 1, py: 2, pz: 3, unit: 'TeV' };
  expect(plan({ constituents: flat }).constituents.pz).toEqual({
    column: 'flat',
    feature: 3,
    stride: 4,
    slots: 3,
    rowStride: 12,
  });
});

test('turns energies of reference columns into TeV, whoever states the unit', () => {
  const { references } = plan({
    constituents: part,
    reference: { mass: 'massGeV', other: { column: 'three', feature: 2, unit: 'MeV', description: 'a' }, n: 'row' },
  });
  expect(references).toMatchObject([
    { name: 'mass', unit: 'TeV', scale: 1e-3, type: 'float32', description: 'massGeV of a.root' },
    { name: 'other', unit: 'TeV', scale: 1e-6, feature: 2, stride: 3, description: 'a' },
    { name: 'n', unit: '1', scale: 1, type: 'int32' },
  ]);
});

test('takes units that the file states', () => {
  const { energyScale } = plan({ constituents: { pt: 'Part_ptMeV', eta: 'Part_eta', phi: 'Part_phi' } });
  expect(energyScale).toBe(1e-6);
  const { angleScale } = plan({ constituents: { ...part, phi: 'Part_phiDeg', angle: 'deg' } });
  expect(angleScale).toBe(Math.PI / 180);
});

test('takes the table that has the constituents where there are several', () => {
  const two = memoryFile({ Runs: { run: { rows: [1] } }, Events: { px: lists([1]), py: lists([1]), pz: lists([1]) } });
  const given = { constituents: { px: 'px', py: 'py', pz: 'pz', unit: 'GeV' } };
  expect(plan(given, two).table.name).toBe('Events');
  expect(() => plan({ ...given, table: 'Event' }, two)).toThrow(
    'a.root: table: expected one of those in the file, found Event, did you mean Events?',
  );
  const both = memoryFile({ A: { px: lists([1]) }, B: { px: lists([1]) } });
  expect(() => plan(given, both)).toThrow('expected table: one of A, B, found none named, and 2 of them have px');
});

describe('refuses, in one line that names the file,', () => {
  test.each<[string, unknown, string]>([
    [
      'a column that is not there',
      { constituents: { ...part, eta: 'Part_etaa' } },
      'expected a column Part_etaa in Events, found none, did you mean Part_eta?',
    ],
    [
      'words',
      { constituents: part, weight: 'words' },
      'column words: expected numbers, at most one list deep, found utf8',
    ],
    [
      'constituents that are no lists',
      { constituents: { ...part, pt: 'row' } },
      'column row: expected a list of numbers per row, found int32',
    ],
    [
      'coordinates of different kinds',
      { constituents: { ...part, eta: 'three' } },
      'column three: expected lists as those of Part_pt (a list of float64), found float64 [3]',
    ],
    [
      'a feature beyond the array',
      { constituents: { array: 'X', pt: 0, eta: 1, phi: 4, unit: 'GeV' } },
      'column X: expected a feature below 4, found 4',
    ],
    [
      'a flat array without the number of features',
      { constituents: { array: 'flat', pt: 0, eta: 1, phi: 2, unit: 'GeV' } },
      'column flat: expected [M, F] numbers per row, found float64 [12]: say features and slots, if each row is M x F numbers',
    ],
    [
      'more slots than a flat array has room for',
      { constituents: { array: 'flat', features: 5, slots: 3, pt: 0, eta: 1, phi: 2, unit: 'GeV' } },
      'column flat: expected flat rows of 3 x 5 numbers, found float64 [12]',
    ],
    [
      'energies of unstated unit',
      { constituents: { pt: 'Part_pt', eta: 'Part_eta', phi: 'Part_phi' } },
      'constituents.unit: expected TeV, GeV or MeV, found none here and none in the file (column Part_pt)',
    ],
    [
      'energies of another unit than the file says',
      { constituents: { ...part, pt: 'Part_ptMeV' } },
      'constituents.unit: expected MeV, as the file says of column Part_ptMeV, found GeV',
    ],
    [
      'angles of another unit than the file says',
      { constituents: { ...part, phi: 'Part_phiDeg' } },
      'column Part_phiDeg: expected the unit rad, found deg in the file',
    ],
    [
      'labels per jet where rows are jets',
      { constituents: part, label: { column: 'Jet_pt' } },
      'column Jet_pt: expected one number per row, found a list of float64: rows with several jets need jets',
    ],
    [
      'several numbers without saying which',
      { constituents: part, weight: 'three' },
      'column three: expected one number per row, found float64 [3]: say which, as feature',
    ],
    [
      'a reference named like a column of jets',
      { constituents: part, reference: { pt: 'row' } },
      'reference.pt: expected another name, because jets have a column pt',
    ],
  ])('%s', (_, given, message) => {
    const attempt = (): unknown => plan(given);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(`a.root: ${message}`);
  });

  test('a column among very many without listing them', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`branch_number_${i}`, { rows: [1] }]));
    expect(() => plan({ constituents: part }, memoryFile({ Events: many }))).toThrow(
      'expected a column Part_pt in Events, found none among 40: jetdemon inspect lists them',
    );
  });
});
