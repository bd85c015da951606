import { describe, expect, test } from 'vitest';
import { lists, memoryFile, type MemoryColumn } from '../../testing/memory-file.ts';
import { mapping } from '../mapping/mapping.ts';
import { planOf } from '../plan.ts';
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

const slots = (padding: number, of: (row: number, item: number) => number): MemoryColumn => ({
  rows: rows.map((row) => [0, 1, 2, 3].map((item) => (item < 1 + (row % 3) ? of(row, item) : padding))),
  shape: [4],
});
const padded = (padding: number): MemoryColumn => ({
  rows: rows.map(
    (row) =>
    [0, 1, 2, 3].map((item) => (item < 1 + (row % 3) ? [pt, eta, phi] : [() => padding, () => padding, () => padding]).map((of) => of(row, item))), // prettier-ignore
  ),
  shape: [4, 3],
});

describe('sees', () => {
  test.each([
    [-999, -999],
    [NaN, 'nan'],
  ])('slots that are empty: %d', async (value, padding) => {
    const array = (await proposeMapping(memoryFile({ t: { parts: padded(value) } })))!;
    expect(array.mapping).toEqual({
      constituents: { array: 'parts', pt: 0, eta: 1, phi: 2, unit: 'GeV', padding },
    });
    const columns = { part_pt: slots(value, pt), part_eta: slots(value, eta), part_phi: slots(value, phi) };
    const three = (await proposeMapping(memoryFile({ t: columns })))!;
    expect(three.mapping).toMatchObject({ constituents: { pt: 'part_pt', padding } });
  });

  test('fields of compound datasets', async () => {
    const names = ['consts.pt', 'consts.eta', 'consts.phi'] as const;
    const open = memoryFile({ t: { ...polar([...names]), 'jets.label': binary, 'jets.weight': { rows } } });
    expect((await proposeMapping(open))!.mapping).toMatchObject({
      constituents: { pt: 'consts.pt', eta: 'consts.eta', phi: 'consts.phi' },
      label: { column: 'jets.label' },
      weight: 'jets.weight',
    });
  });

  test.each<[string, Columns, object]>([
    ['one that is 0 or 1', { is_Z: binary }, { column: 'is_Z' }],
    [
      'one-hot numbers',
      { labels: { rows: rows.map((row) => [row % 2, 1 - (row % 2)]), shape: [2] } },
      { column: 'labels', oneHot: true, signal: 1 },
    ],
    [
      'one-hot columns',
      {
        label_QCD: { rows: rows.map((row) => Number(row % 3 === 0)), type: 'bool' },
        label_top: { rows: rows.map((row) => Number(row % 3 > 0)), type: 'int32' },
      },
      { columns: ['label_QCD', 'label_top'], signal: 'label_top' },
    ],
  ])('labels: %s', async (_, columns, label) => {
    const proposed = (await proposeMapping(memoryFile({ t: { ...polar(['pt', 'eta', 'phi']), ...columns } })))!;
    expect(proposed.mapping).toMatchObject({ label });
    expect(proposed.labelled).toBe(true);
  });

  test('no one-hot labels where a row has none or several', async () => {
    const labels = { rows: rows.map((row) => (row === 7 ? [1, 1] : [0, 1])), shape: [2] };
    const open = memoryFile({ t: { ...polar(['pt', 'eta', 'phi']), labels } });
    expect((await proposeMapping(open))!.mapping).not.toHaveProperty('label');
  });
});

/** A Delphes file: photons and tracks with ids, large jets that refer to both, small ones to what is not there. */
function delphes(): Columns {
  const ids = (of: number): MemoryColumn => ragged((row, item) => 100 * of + 10 * row + item);
  return {
    ...polar(['Particle.PT', 'Particle.Eta', 'Particle.Phi']),
    'Particle.fUniqueID': ids(1),
    ...polar(['EFlowTrack.PT', 'EFlowTrack.Eta', 'EFlowTrack.Phi']),
    'EFlowTrack.fUniqueID': ids(3),
    ...polar(['EFlowPhoton.ET', 'EFlowPhoton.Eta', 'EFlowPhoton.Phi']),
    'EFlowPhoton.fUniqueID': ids(7),
    ...polar(['Tower.ET', 'Tower.Eta', 'Tower.Phi']),
    'Tower.E': ragged(pt),
    'Jet.Constituents': ids(20),
    'Jet.Constituents.owner': ragged(() => 0),
    'GenJet.Constituents': ids(1),
    'GenJet.Constituents.owner': ragged(() => 0),
    'FatJet.Constituents': lists(...rows.map((row) => [300 + 10 * row, 700 + 10 * row])),
    'FatJet.Constituents.owner': lists(...rows.map(() => [0, 0])),
  };
}

test('the jets of Delphes whose references lead to constituents are sure', async () => {
  const open = memoryFile({ Delphes: delphes() });
  const { mapping: proposed, reasons } = (await proposeMapping(open))!;
  expect(proposed).toEqual({
    constituents: {
      pt: ['EFlowTrack.PT', 'EFlowPhoton.ET'],
      eta: ['EFlowTrack.Eta', 'EFlowPhoton.Eta'],
      phi: ['EFlowTrack.Phi', 'EFlowPhoton.Phi'],
      unit: 'GeV',
    },
    jets: {
      take: 'hardest',
      index: 'FatJet.Constituents.owner',
      constituent: 'FatJet.Constituents',
      id: ['EFlowTrack.fUniqueID', 'EFlowPhoton.fUniqueID'],
    },
  });
  expect(reasons.find(({ of }) => of === 'jets')).toEqual({
    of: 'jets',
    how: 'sure',
    why: 'all 40 references of FatJet.Constituents in the first 20 rows lead to EFlowTrack, EFlowPhoton',
  });
  expect(() => planOf(open, mapping.parse(proposed), 'a')).not.toThrow();
});

test('says of each part what it rests on', async () => {
  const open = memoryFile({ t: { ...polar(['part_pt', 'part_eta', 'part_phi']), label: binary } });
  const { reasons } = (await proposeMapping(open))!;
  expect(reasons.map(({ of, how }) => [of, how])).toEqual([
    ['constituents', 'likely'],
    ['unit', 'guess'],
    ['label', 'likely'],
  ]);
});

test.each<[string, Columns]>([
  ['scalars only', { pt: { rows }, eta: { rows }, phi: { rows } }],
  ['generated particles', polar(['GenPart_pt', 'GenPart_eta', 'GenPart_phi'])],
  ['those of Delphes', polar(['Particle.PT', 'Particle.Eta', 'Particle.Phi'])],
  ['a record with mothers', { ...polar(['particle_pt', 'particle_eta', 'particle_phi']), particle_status: ragged(() => 1) }],
  ['true particles', polar(['my_truth_particles_pt', 'my_truth_particles_eta', 'my_truth_particles_phi'])],
  ['jets', polar(['PFJets_pt', 'PFJets_eta', 'PFJets_phi'])],
  ['jets with a dot', polar(['TrackJet.PT', 'TrackJet.Eta', 'TrackJet.Phi'])],
  ['an array of something else', { image: array([() => 1, () => 2, () => 3]) }],
])('proposes nothing for %s', async (_, columns) => {
  expect(await proposeMapping(memoryFile({ t: columns }))).toBeUndefined();
}); // prettier-ignore
