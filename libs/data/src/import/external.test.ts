// Files from elsewhere, which are not part of this repository: skipped where they are not beside it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openFile } from '../formats/open.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import { readJets } from '../files/read.ts';
import task from '../tasks/import.ts';
import { contextOf, temporaryFolder } from '../testing/jets.ts';
import { inspect } from './inspect.ts';
import { proposeMapping } from './propose.ts';

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
