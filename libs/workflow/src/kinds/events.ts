// Events on their way to jets: stable particles, calorimeter towers, towers with the jets that they were clustered into.
// Energies in GeV and lengths in mm, as generators and detector cards have them; jets (kinds/jets.ts) are in TeV.
import type { Kind } from '../artifact/kind.ts';

const one = '1';
const gev = (description: string) => ({ type: 'list<float64>', unit: 'GeV', description }) as const;
const mm = (description: string) => ({ type: 'list<float64>', unit: 'mm', description }) as const;

const event = {
  event: { type: 'int32', unit: one, description: 'number of the event in its file' },
  weight: {
    type: 'float64',
    unit: one,
    description:
      'event weight: of the generator, 1 where its file has none; or [pb], summing to the cross section, where simulation/events normalises so',
  },
} as const;

/** Files that a program made, as declared by the node that ran it. */
export const programFiles = {
  name: 'program files',
  version: 1,
  description: 'what a program wrote: program.json names the program, its version and its files, which lie beside it',
  files: {
    'program.json': { format: 'json', description: '{ command, version, outputs: { name: file name } }' },
  },
} as const satisfies Kind;

export const events = {
  name: 'events',
  version: 2,
  description: 'one row per event: its stable particles, as generated',
  files: {
    'events.arrow': {
      format: 'arrow',
      columns: {
        ...event,
        pdg_id: { type: 'list<int32>', unit: one, description: 'PDG particle code' },
        px: gev('momentum'),
        py: gev('momentum'),
        pz: gev('momentum'),
        energy: gev('energy'),
        x: mm('production vertex'),
        y: mm('production vertex'),
        z: mm('production vertex'),
        hard_photon: {
          type: 'list<uint8>',
          unit: one,
          description:
            '1, 2, ... for the photon of the hard process that it is, or comes from where that split; else 0',
        },
      },
    },
  },
} as const satisfies Kind;

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

/** Towers, each of which knows its jet. */
export const clusteredTowers = {
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
    'clustering.json': { format: 'json', description: '{ algorithm, p, radius, ptMinGeV }' },
  },
} as const satisfies Kind;
