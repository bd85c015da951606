// Significance curves.
import type { Kind } from '@jetdemon/workflow';

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
