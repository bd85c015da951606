// Control region: pseudodata against the background model.
import type { Kind } from '@jetdemon/workflow';
import { metrics } from './numbers.ts';

const one = '1';

/** Fig. 1: pseudodata against the background model, blinded where signal is expected. */
export const controlRegion = {
  name: 'control region',
  version: 1,
  description: 'pseudodata of perturbed background against the nominal model, chi2 per observable, pseudo-experiments',
  files: {
    'bins.arrow': {
      format: 'arrow',
      columns: {
        pseudodata: { type: 'utf8', unit: one, description: "'background' or 'with signal'" },
        observable: { type: 'utf8', unit: one, description: "'score', 'pt' or 'mass'" },
        low: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'lower edge of the bin' },
        high: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'upper edge of the bin' },
        model: { type: 'float64', unit: one, description: 'jets expected from nominal background' },
        model_error: { type: 'float64', unit: one, description: 'error of the model, from its own statistics' },
        observed: { type: 'float64', unit: one, description: 'jets of the pseudodata' },
        blinded: { type: 'uint8', unit: one, description: '1 in the blinded region, which no chi2 uses' },
      },
    },
    'region.json': {
      format: 'json',
      description:
        'thresholds, numbers of jets, treatment in words, chi2, ndf and p: ControlRegion of the statistics library',
    },
    ...metrics,
  },
} as const satisfies Kind;
