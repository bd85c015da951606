// Binned distributions.
import type { Kind } from '@jetdemon/workflow';

const one = '1';

/** Step histograms of score and observables, per class and sample. */
export const histograms = {
  name: 'histograms',
  version: 1,
  description: 'binned distributions as shares of all jets of the sample and class, with Poisson errors',
  files: {
    'histograms.arrow': {
      format: 'arrow',
      columns: {
        sample: { type: 'utf8', unit: one, description: "'nominal' or the base name of the varied node" },
        class: { type: 'utf8', unit: one, description: "'background' or 'signal'" },
        observable: { type: 'utf8', unit: one, description: "'score', 'pt', 'mass' or 'd2'" },
        low: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'lower edge of the bin' },
        high: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'upper edge of the bin' },
        count: {
          type: 'float64',
          unit: one,
          description: 'jets in the bin; of weighted jets the sum of their weights, of mean 1 over sample and class',
        },
        fraction: { type: 'float64', unit: one, description: 'count over all jets of the sample and class' },
        error: {
          type: 'float64',
          unit: one,
          description: 'Poisson error of fraction, sqrt(count), of weighted jets from their squares',
        },
        fraction_low: { type: 'float64', unit: one, description: 'lower end of the central 68.27% Poisson interval' },
        fraction_high: { type: 'float64', unit: one, description: 'its upper end, above 0 also for an empty bin' },
      },
    },
    'tests.json': {
      format: 'json',
      description:
        'two-sample KS distance of each varied sample to nominal and jets outside the bins, per class and observable: HistogramTests of the statistics library',
    },
  },
} as const satisfies Kind;
