// What statistics writes and report reads.
import type { Kind } from '../artifact/kind.ts';

const one = '1';

/** Significance against threshold, for the nominal scores and for each variation of them. */
export const significance = {
  name: 'significance',
  version: 1,
  description:
    'relative discovery significance per threshold that enough background jets pass, and the quoted numbers with their intervals',
  files: {
    'curves.arrow': {
      format: 'arrow',
      columns: {
        sample: { type: 'utf8', unit: one, description: "'nominal' or the base name of the varied node" },
        threshold: { type: 'float64', unit: one, description: 'classifier threshold' },
        signal_efficiency: {
          type: 'float64',
          unit: one,
          description: 'eps_S, share of signal jets (of their weights) with score >= threshold',
        },
        background_efficiency: { type: 'float64', unit: one, description: 'eps_B' },
        significance: { type: 'float64', unit: one, description: 'eps_S / sqrt(eps_B)' },
        low: { type: 'float64', unit: one, description: 'lower end of the 68% bootstrap interval' },
        high: { type: 'float64', unit: one, description: 'upper end of the 68% bootstrap interval' },
        background_jets: {
          type: 'int32',
          unit: one,
          description: 'background jets with score >= threshold, whatever their weights',
        },
      },
    },
    'metrics.json': {
      format: 'json',
      description:
        'quoted numbers, each { value, low, high, description }: SignificanceMetrics of the statistics library',
    },
  },
} as const satisfies Kind;

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
