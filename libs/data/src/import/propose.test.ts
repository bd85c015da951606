import { describe, expect, test } from 'vitest';
import { lists, memoryFile, type MemoryColumn } from '../testing/memory-file.ts';
import { mapping } from './mapping.ts';
import { planOf } from './plan.ts';
import { proposeMapping } from './propose.ts';

type Columns = Readonly<Record<string, MemoryColumn>>;

const rows = Array.from({ length: 20 }, (_, row) => row);
const wave = (row: number, item: number): number => Math.sin(3 * row + 7 * item + 1);
const pt = (row: number, item: number): number => 40 + 39 * wave(row, item);
const eta = (row: number, item: number): number => 2 * wave(item, row);
const phi = (row: number, item: number): number => 3.1 * wave(row, 5 * item);
const lengths = (row: number): number[] => Array.from({ length: 1 + (row % 5) }, (_, item) => item);
const ragged = (of: (row: number, item: number) => number): MemoryColumn =>
  lists(...rows.map((row) => lengths(row).map((item) => of(row, item))));
const polar = (names: readonly [string, string, string]): Columns => ({
  [names[0]]: ragged(pt),
  [names[1]]: ragged(eta),
  [names[2]]: ragged(phi),
});
const array = (features: readonly ((row: number, item: number) => number)[]): MemoryColumn => ({
  rows: rows.map((row) => [0, 1, 2, 3].map((item) => features.map((of) => of(row, item)))),
  shape: [4, features.length],
});
const px = (row: number, item: number): number => pt(row, item) * Math.cos(phi(row, item));
const py = (row: number, item: number): number => pt(row, item) * Math.sin(phi(row, item));
const pz = (row: number, item: number): number => pt(row, item) * Math.sinh(eta(row, item));
const energy = (row: number, item: number): number => pt(row, item) * Math.cosh(eta(row, item));
const binary: MemoryColumn = { rows: rows.map((row) => row % 2), type: 'int64' };

describe('proposes', () => {
  test.each<[string, Columns, object]>([
    [
      'lists of a prefix that sounds like constituents, before jets and leptons',
      { ...polar(['Muon_pt', 'Muon_eta', 'Muon_phi']), ...polar(['part_pt', 'part_eta', 'part_phi']), label: binary },
      { constituents: { pt: 'part_pt', eta: 'part_eta', phi: 'part_phi', unit: 'GeV' }, label: { column: 'label' } },
    ],
    [
      'bare pt, eta, phi',
      polar(['pt', 'eta', 'phi']),
      { constituents: { pt: 'pt', eta: 'eta', phi: 'phi', unit: 'GeV' } },
    ],
    [
      'momenta, with the unit that the file states and its weights',
      {
        part_px: { ...ragged(px), unit: 'MeV' },
        part_py: ragged(py),
        part_pz: ragged(pz),
        genWeight: { rows },
        is_signal: { rows: rows.map((row) => (row % 2 ? 5 : 2)) },
      },
      {
        constituents: { px: 'part_px', py: 'part_py', pz: 'part_pz' },
        label: { column: 'is_signal', signal: 5 },
        weight: 'genWeight',
      },
    ],
    [
      'an array, its features told apart by their ranges',
      { particles: array([eta, phi, pt]) },
      { constituents: { array: 'particles', pt: 2, eta: 0, phi: 1, unit: 'GeV' } },
    ],
    [
      "energyflow's X and y",
      { X: array([pt, eta, phi]), y: binary },
      { constituents: { array: 'X', pt: 0, rapidity: 1, phi: 2, unit: 'GeV' }, label: { column: 'y' } },
    ],
    [
      'an array of (E, px, py, pz)',
      { constituents: array([energy, px, py, pz]) },
      { constituents: { array: 'constituents', px: 1, py: 2, pz: 3, unit: 'GeV' } },
    ],
    [
      'an array of (px, py, pz, E)',
      { constituents: array([px, py, pz, energy]) },
      { constituents: { array: 'constituents', px: 0, py: 1, pz: 2, unit: 'GeV' } },
    ],
    [
      'links of NanoAOD, those of large jets before small ones',
      {
        ...polar(['PFCands_pt', 'PFCands_eta', 'PFCands_phi']),
        JetPFCands_jetIdx: ragged(() => 0),
        JetPFCands_pFCandsIdx: ragged((_, item) => item),
        FatJetPFCands_jetIdx: ragged(() => 0),
        FatJetPFCands_pFCandsIdx: ragged((_, item) => item),
      },
      {
        constituents: { pt: 'PFCands_pt', eta: 'PFCands_eta', phi: 'PFCands_phi', unit: 'GeV' },
        jets: { take: 'hardest', index: 'FatJetPFCands_jetIdx', constituent: 'FatJetPFCands_pFCandsIdx' },
      },
    ],
    [
      'jets by angle where nothing links them',
      {
        ...polar(['Tower.ET', 'Tower.Eta', 'Tower.Phi']),
        Jet_eta: ragged(eta),
        Jet_phi: ragged(phi),
      },
      {
        constituents: { pt: 'Tower.ET', eta: 'Tower.Eta', phi: 'Tower.Phi', unit: 'GeV' },
        jets: { take: 'hardest', eta: 'Jet_eta', phi: 'Jet_phi', within: 0.4 },
      },
    ],
  ])('%s', async (_, columns, expected) => {
    const open = memoryFile({ t: columns });
    const proposed = (await proposeMapping(open))!;
    expect(proposed.mapping).toEqual(expected);
    expect(proposed.labelled).toBe('label' in expected);
    // what is proposed is a mapping, and the file has what it names
    expect(() => planOf(open, mapping.parse(proposed.mapping), 'a')).not.toThrow();
  });

  test('the table that has constituents', async () => {
    const open = memoryFile({ Runs: { run: { rows: [1] } }, Events: polar(['cand_pt', 'cand_eta', 'cand_phi']) });
    expect((await proposeMapping(open))!.mapping).toMatchObject({ table: 'Events' });
  });

  test.each([
    [30, 'GeV'],
    [30_000, 'MeV'],
    [0.03, 'TeV'],
  ])('the unit from the range: momenta up to about %d in %s', async (scale, unit) => {
    const open = memoryFile({
      t: { ...polar(['pt', 'eta', 'phi']), pt: ragged((row, item) => (pt(row, item) * scale) / 40) },
    });
    expect((await proposeMapping(open))!.mapping).toMatchObject({ constituents: { unit } });
  });
});

test.each<[string, Columns]>([
  ['scalars only', { pt: { rows }, eta: { rows }, phi: { rows } }],
  ['generated particles', polar(['GenPart_pt', 'GenPart_eta', 'GenPart_phi'])],
  ['an array of something else', { image: array([() => 1, () => 2, () => 3]) }],
])('proposes nothing for %s', async (_, columns) => {
  expect(await proposeMapping(memoryFile({ t: columns }))).toBeUndefined();
});
