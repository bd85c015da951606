// The task simulation/import-towers: towers of another detector simulation, to be clustered here.
import { programFiles, towers } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const column = z.string().min(1);

const params = z.strictObject({
  files: z
    .array(column.meta({ file: true }))
    .default([])
    .describe(
      'ROOT, Parquet, HDF5 or Arrow files of events, relative to the workspace root; contents are part of the key',
    ),
  output: column.optional().describe('which output of the programs at generated; may be left out where they have one'),
  table: column.optional().describe('tree or group of events, where a file has several: Delphes'),
  towers: z
    .strictObject({
      energy: column.optional().describe('energies of the towers of an event, default Tower.E'),
      pt: column.optional().describe('their pT (ParticleFlowCandidate.PT), in the place of energies: E = pT cosh η'),
      eta: column.default('Tower.Eta').describe('their pseudorapidities, default Tower.Eta'),
      phi: column.default('Tower.Phi').describe('their azimuths [rad], default Tower.Phi'),
      electromagnetic: column
        .optional()
        .describe(
          'their electromagnetic energies (Tower.Eem): where it is the larger part the tower is ECAL; else HCAL',
        ),
    })
    .refine(({ energy, pt }) => energy === undefined || pt === undefined, 'expected energy or pt, found both')
    .prefault({})
    .describe('columns of towers, lists per event; towers are massless; default those of Delphes'),
  photons: z
    .strictObject({
      pt: column.default('Photon.PT').describe('their pT, default Photon.PT'),
      eta: column.default('Photon.Eta').describe('their pseudorapidity, default Photon.Eta'),
      phi: column.default('Photon.Phi').describe('their azimuth [rad], default Photon.Phi'),
      ptMinGeV: z.number().nonnegative().default(100).describe('those with pT above this count [GeV], default 100'),
    })
    .optional()
    .describe('columns of identified photons, whose jets the selection takes out; none by default'),
  weight: column.optional().describe('event weight, a number or a list of which the first counts (Event.Weight)'),
  unit: z.enum(['GeV', 'TeV', 'MeV']).default('GeV').describe('of energies and pT, default GeV'),
});

export default defineTask({
  name: 'simulation/import-towers',
  description: 'reads calorimeter towers of events from files of other programs (Delphes), to be clustered',
  params,
  inputs: {
    generated: { kind: programFiles, take: 'many', description: 'programs that write such files, after `files`' },
  },
  output: towers,
  async run(context) {
    const { importTowers } = await import('../import/import-towers.ts');
    await importTowers(context);
  },
});
