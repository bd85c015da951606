// Binned distributions of score and observables, per class and sample.
import { artifact, json, table, type Contents } from '@jetdemon/workflow';
import * as z from 'zod';
import { ownColumns } from '../observables/own-columns.ts';

const one = '1';

const cell = { sample: z.string(), class: z.enum(['background', 'signal', 'all']), observable: z.string() };

const comparison = z.strictObject({
  ...cell,
  // Without interval: the bootstrap of a supremum is not valid near zero (in simulations of 7,500 jets moved slightly, 68%
  // intervals held the true distance in 0 to 27% of cases).
  distance: z.number().describe('largest distance of the two distribution functions'),
  p: z
    .number()
    .describe('asymptotic p-value of as many effective jets as if the samples were independent; see warning'),
  chi2: z
    .strictObject({ chi2: z.number(), ndf: z.int(), p: z.number() })
    .optional()
    .describe(
      'two-sample chi2 of the bins and of what lies outside, of unpaired samples with at least two bins to compare',
    ),
});

const outside = z.strictObject({
  ...cell,
  jets: z.int().describe('of the sample and class'),
  below: z.number().describe('jets below the bins; of weighted jets the sum of their weights'),
  above: z.number().describe('jets above them'),
});

const tests = z.strictObject({
  warning: z.string().describe('why p must not be read as a probability here, or when it may'),
  pairing: z
    .literal('unpaired')
    .optional()
    .describe('varied samples are other jets; absent where they are the nominal jets, row by row'),
  comparisons: z
    .array(comparison)
    .readonly()
    .describe(
      'of observables, and of columns of the user’s own in unpaired samples: in paired ones no attack moves them',
    ),
  outside: z.array(outside).readonly(),
  columns: ownColumns,
});

/** One comparison of a varied sample with the nominal one. */
export type KsComparison = z.output<typeof comparison>;
/** Jets that a histogram does not show. */
export type OutsideRange = z.output<typeof outside>;
export type HistogramTests = z.output<typeof tests>;
export type HistogramBins = Contents<typeof histograms, 'histograms.arrow'>;

export const histograms = artifact({
  name: 'histograms',
  version: 2,
  description: 'binned distributions as shares of all jets of the sample and class, with Poisson errors',
  files: {
    'histograms.arrow': table({
      sample: { type: 'utf8', unit: one, description: "'nominal' or the base name of the varied node" },
      class: { type: 'utf8', unit: one, description: "'background', 'signal', or 'all' where a sample has no classes" },
      observable: { type: 'utf8', unit: one, description: 'name of an observable, or of a column of the user’s own' },
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
      fraction_low: {
        type: 'float64',
        unit: one,
        description: 'lower end of the central Poisson interval of at least 68.27%',
      },
      fraction_high: { type: 'float64', unit: one, description: 'its upper end, above 0 also for an empty bin' },
    }),
    'tests.json': json(
      'two-sample KS distance of each varied sample to nominal and jets outside the bins, per class and observable',
      tests,
    ),
  },
});
