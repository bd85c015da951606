// Calorimeter towers of events, alone and with the jets that they were clustered into. Energies in GeV.
import { artifact, json, type Kind } from '@jetdemon/workflow';
import * as z from 'zod';
import { event, gev } from './event-columns.ts';

const one = '1';

export const towers = {
  name: 'towers',
  version: 2,
  description: 'one row per event: calorimeter towers above threshold, and identified photons',
  files: {
    'towers.arrow': {
      format: 'arrow',
      columns: {
        ...event,
        calorimeter: { type: 'list<uint8>', unit: one, description: '0 electromagnetic, 1 hadronic' },
        energy: gev('smeared tower energy; towers are massless'),
        eta: { type: 'list<float64>', unit: one, description: 'pseudorapidity of the tower as drawn within its edges' },
        phi: { type: 'list<float64>', unit: 'rad', description: 'its azimuth, in [-pi, pi]' },
        photon_pt: gev('pT of photons of the hard process, as identified photons'),
        photon_eta: { type: 'list<float64>', unit: one, description: 'their pseudorapidity' },
        photon_phi: { type: 'list<float64>', unit: 'rad', description: 'their azimuth' },
        piece_photon: {
          type: 'list<int32>',
          unit: one,
          description: 'of what photons split into: index of the photon',
        },
        piece_energy: gev('energies of those particles, as generated'),
        piece_eta: { type: 'list<float64>', unit: one, description: 'their pseudorapidity' },
        piece_phi: { type: 'list<float64>', unit: 'rad', description: 'their azimuth' },
      },
    },
  },
} as const satisfies Kind;

const clustering = z.strictObject({
  algorithm: z.enum(['antikt', 'cambridge-aachen', 'kt', 'genkt', 'ee-genkt']),
  p: z.number().describe('power of pT (of E for ee-genkt) that weighs distances'),
  radius: z.number(),
  ptMinGeV: z.number().describe('jets of less pT were left out'),
});

export type Clustering = z.output<typeof clustering>;

/** Towers, each of which knows its jet. */
export const clusteredTowers = artifact({
  ...towers,
  name: 'clustered towers',
  description: 'towers with the inclusive jets that they were clustered into, in descending jet pT',
  files: {
    'towers.arrow': {
      format: 'arrow',
      columns: {
        ...towers.files['towers.arrow'].columns,
        jet: { type: 'list<int32>', unit: one, description: 'per tower: index of its jet, -1 for none' },
        jet_px: gev('jet four-momentum, E-scheme; jets in descending pT'),
        jet_py: gev('jet four-momentum'),
        jet_pz: gev('jet four-momentum'),
        jet_energy: gev('jet four-momentum'),
      },
    },
    'clustering.json': json('how jets were made of towers', clustering),
  },
});
