// Stable particles of events, as generated. Energies in GeV and lengths in mm, as generators have them; jets are in TeV.
import type { Kind } from '@jetdemon/workflow';
import { event, gev } from './event-columns.ts';

const one = '1';
const mm = (description: string) => ({ type: 'list<float64>', unit: 'mm', description }) as const;

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
