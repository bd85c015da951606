// Scores and observables of jets.
import type { Kind } from '@jetdemon/workflow';

export const scores = {
  name: 'scores',
  version: 2,
  description: 'one row per test jet: what the classifier says and the observables that an experiment would check',
  files: {
    'scores.arrow': {
      format: 'arrow',
      columns: {
        label: { type: 'uint8', unit: '1', description: '0 background, 1 signal, 2 neither of them' },
        weight: {
          type: 'float64',
          unit: '1',
          description: 'weight of the jet in statistics, 1 where the sample has none',
        },
        score: { type: 'float32', unit: '1', description: 'classifier output, P(signal)' },
        jet_pt: { type: 'float32', unit: 'TeV', description: 'jet transverse momentum' },
        jet_eta: { type: 'float32', unit: '1', description: 'jet pseudorapidity' },
        jet_mass: { type: 'float32', unit: 'TeV', description: 'jet mass' },
        jet_d2: { type: 'float32', unit: '1', description: 'D2 with beta = 2' },
      },
    },
  },
} as const satisfies Kind;
