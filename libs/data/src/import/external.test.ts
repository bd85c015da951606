// Files from elsewhere, which are not part of this repository: skipped where they are not beside it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openFile } from '../formats/open.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { readJets } from '../files/read.ts';
import task from '../tasks/import.ts';
import { contextOf, temporaryFolder } from '../testing/jets.ts';
import { inspect } from './inspect.ts';
import { proposeMapping } from './propose/propose.ts';

const external = (name: string): string =>
  fileURLToPath(new URL(`../../../../../shared/data/external/${name}`, import.meta.url));
const [pfnano, nano] = [external('pfnano_skim.root'), external('nano_dy.parquet')];

test.skipIf(!existsSync(pfnano))('jets of CMS PFNano: their constituents sum to the jets that CMS made', async () => {
  const open = await openFile(pfnano);
  const { mapping } = (await proposeMapping(open))!;
  await open.close();
  expect(mapping).toEqual({
    constituents: {
      pt: 'PFCands_pt',
      eta: 'PFCands_eta',
      phi: 'PFCands_phi',
      scale: 'PFCands_puppiWeight',
      unit: 'GeV',
    },
    jets: { take: 'hardest', eta: 'FatJet_eta', phi: 'FatJet_phi', within: 0.8 },
    weight: 'genWeight',
  });
  const output = temporaryFolder();
  const gev = (column: string) => ({ column, unit: 'GeV' });
  const reference = {
    jet_pt: gev('FatJet_pt'),
    jet_mass: gev('FatJet_mass'),
    raw: 'FatJet_rawFactor',
    jet_eta: 'FatJet_eta',
  };
  const params = {
    files: [{ path: pfnano, label: 1 }],
    mapping: { ...mapping, jets: { ...(mapping['jets'] as object), take: 'all' }, reference },
    massMinGeV: 0,
  };
  await task.run(contextOf(task, { params, inputs: { generated: [] }, output }));
  const jets = await readJets(join(output, 'jets.arrow'));
  const { ptTeV, massTeV, eta } = jetKinematics(jets);
  // FatJet_pt and FatJet_mass are corrected by 1 / (1 - rawFactor) for the calorimeter's response; constituents are not.
  // Measured: pT within 0.2%, mass within 6% (constituents are massless here and matched by angle, not clustered).
  expect(jets.count).toBe(6);
  const { jet_pt, jet_mass, jet_eta, raw } = jets.reference!;
  for (let row = 0; row < 6; row++) {
    const uncorrected = 1 - raw!.values[row]!;
    expect(Math.abs(ptTeV[row]! / (jet_pt!.values[row]! * uncorrected) - 1)).toBeLessThan(0.003);
    expect(Math.abs(massTeV[row]! / (jet_mass!.values[row]! * uncorrected) - 1)).toBeLessThan(0.07);
    expect(Math.abs(eta[row]! - jet_eta!.values[row]!)).toBeLessThan(0.002);
  }
});

test.skipIf(!existsSync(nano))(
  'a NanoAOD file without constituents is shown by prefix and given no mapping',
  async () => {
    const text = await inspect(nano);
    expect(text).toContain('parquet, 1 table');
    expect(text).toContain('table: 40 rows, 1499 columns');
    expect(text).toMatch(/\n {2}GenJetAK8_pt +a list of float32 +146\.5 to 146\.5\n/);
    expect(text).toMatch(/1459 more \(--all lists them\): HLT_\* \(651\), L1_\* \(321\)/);
    expect(text).toContain('no columns look like the constituents of jets');
    expect(text.split('\n').length).toBeLessThan(60);
    expect((await inspect(nano, { all: true })).split('\n').length).toBeGreaterThan(1499);
  },
);

const delphes = external('delphes-cms-puppi-10.root');

test.skipIf(!existsSync(delphes))(
  'jets of Delphes: their constituents, by reference, sum to the jets of the file',
  async () => {
    const output = temporaryFolder();
    const params = {
    files: [{ path: delphes, label: 1 }],
    mapping: {
      constituents: { pt: 'ParticleFlowCandidate.PT', eta: 'ParticleFlowCandidate.Eta', phi: 'ParticleFlowCandidate.Phi', unit: 'GeV' },
      jets: {
        take: 'all',
        index: 'JetPUPPIAK8.Constituents.owner',
        constituent: 'JetPUPPIAK8.Constituents',
        id: 'ParticleFlowCandidate.fUniqueID',
      },
      reference: { jet_pt: { column: 'JetPUPPIAK8.PT', unit: 'GeV' } },
    },
    ...{ ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 },
  }; // prettier-ignore
    await task.run(contextOf(task, { params, inputs: { generated: [] }, output }));
    const jets = await readJets(join(output, 'jets.arrow'));
    const { ptTeV } = jetKinematics(jets);
    const { jet_pt } = jets.reference!;
    expect(jets.count).toBe(22);
    ptTeV.forEach((pt, row) => {
      const [from, to] = [jets.offsets[row]!, jets.offsets[row + 1]!];
      // 64 constituents are kept: the others of a jet of more have little pT. Those of fewer are the jet of the file.
      const within = to - from < 64 ? 1e-5 : 0.05;
      expect(Math.abs(pt / jet_pt!.values[row]! - 1)).toBeLessThan(within);
    });
  },
);

test.skipIf(!existsSync(delphes))(
  'inspect proposes the jets of Delphes, or to cluster its candidates anew',
  async () => {
    const text = await inspect(delphes);
    const pasted = parse(text.slice(text.indexOf('\njets:'))) as Record<string, { with: object }>;
    expect(Object.keys(pasted)).toEqual(['jets', 'towers', 'clustered']);
    const [pt, eta, phi] = ['PT', 'Eta', 'Phi'].map((name) => `ParticleFlowCandidate.${name}`);
    expect(pasted['towers']!.with).toEqual({ files: [delphes], towers: { pt, eta, phi } });
  },
);

const packed = external('uproot-double32-float16.root');

test.skipIf(!existsSync(packed))('Double32_t and Float16_t with a range are what uproot makes of them', async () => {
  const open = await openFile(packed);
  const columns = ['double32_32', 'double32_10', 'double32_3', 'float16_10', 'array_30'];
  const read = await open.read('tree', columns, 0, 2);
  await open.close();
  // uproot 5.7.7
  const expected = {
    double32_32: [-1.9999999994342215, -1.4999999998277052],
    double32_10: [-2.0025097656249997, -1.5060253906249998],
    double32_3: [-2.71, -1.1212499999999999],
    float16_10: [-2.002509832382202, -1.5060254335403442],
    array_30: [...Array<number>(3).fill(-2.0000000023934987), ...Array<number>(3).fill(-1.5000000057462601)],
  };
  for (const [name, values] of Object.entries(expected))
    [...read[name]!.values].forEach((value, at) => expect(value).toBeCloseTo(values[at]!, 6));
});

const cases = fileURLToPath(new URL('../../../../../shared/cases', import.meta.url));

describe.skipIf(!existsSync(cases))('files that were once read wrong', () => {
  const atlas = { constituents: { pt: 'fjet_clus_pt', eta: 'fjet_clus_eta', phi: 'fjet_clus_phi', unit: 'MeV' }, label: { column: 'labels' } }; // prettier-ignore
  // numbers of the set's own description: jets of 20 constituents, pT of their sum [TeV] by NumPy in double precision
  const pt = [0.6186880469322205, 0.6930897831916809, 0.667393147945404];

  test.each<[string, { label?: number; [key: string]: unknown }]>([
    ['03-toptagging-truth-as-constituent/top.h5', { layout: 'top-tagging' }],
    ['04-toptagging-blosc/top.h5', { layout: 'top-tagging' }],
    ['05-toptagging-scalar-columns/top.parquet', { layout: 'top-tagging' }],
    ['10-atlas-open-data/atlas.h5.gz', { layout: 'atlas-top-tagging' }],
    [
      '10-atlas-open-data/atlas.h5',
      { mapping: { ...atlas, weight: { column: 'EventInfo_mcEventWeights', feature: 0 } } },
    ],
    ['12-jetnet-relative/t.hdf5', { layout: 'jetnet', label: 1 }],
  ])('%s', async (name, { label, ...how }) => {
    const output = temporaryFolder();
    const files = [{ path: join(cases, name), ...(label !== undefined && { label }) }];
    const params = { files, ...how, ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };
    await task.run(contextOf(task, { params, inputs: { generated: [] }, output }));
    const jets = await readJets(join(output, 'jets.arrow'));
    expect([...jets.offsets]).toEqual([0, 20, 40, 60, 80, 100, 120]);
    pt.forEach((value, row) => expect(jetKinematics(jets).ptTeV[row]! / value).toBeCloseTo(1, 5));
    if (jets.reference?.['weight']) expect([...jets.reference['weight'].values]).toEqual([1, 4, 7, 10, 13, 16]);
  });

  test('14: a branch that cannot be read leaves the others as they are', async () => {
    const open = await openFile(join(cases, '14-root-inspect-dies-of-one-branch/uproot-issue327.root'));
    const { columns, name } = open.tables[0]!;
    const charge = columns.find((column) => column.name.endsWith('fTracks.fCharge'))!.name;
    const { values, offsets } = (await open.read(name, [charge], 0, 4))[charge]!;
    await open.close();
    expect([...offsets!]).toEqual([0, 2, 37, 56, 60]);
    expect([...values.subarray(0, 6)]).toEqual([1, -1, 1, 1, -1, -1]);
  });
});
