// Scores and observables of jets.
import type { Kind } from '@jetdemon/workflow';
import { observableColumns, observables } from '../observables/observables.ts';

const ofJets = observableColumns((name) => {
  const { unit, description } = observables[name];
  return { type: 'float32', unit, description } as const;
});

export const scores = {
  name: 'scores',
  version: 3,
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
        score: { type: 'float32', unit: '1', description: observables.score.description },
        ...ofJets,
      },
    },
  },
} as const satisfies Kind;
