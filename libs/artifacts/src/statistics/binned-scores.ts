// Sums over the jets of one part of a sample, in bins of score: with those of the other parts, all that its significance needs.
import { artifact, json, table, type Contents } from '@jetdemon/workflow';
import * as z from 'zod';

const one = '1';

const range = z
  .tuple([z.number(), z.number()])
  .readonly()
  .describe('smallest and largest weight of the jets of this class');

const binning = z.strictObject({
  bins: z.int().describe('of equal width in [0, 1]; bin number `bins` holds scores of 1'),
  replicas: z.int().describe('bootstrap replicas'),
  samples: z.array(z.string()).readonly().describe("'nominal' and the names of its variations"),
  weights: z.strictObject({ background: range, signal: range }),
});

export type Binning = z.output<typeof binning>;
export type BinnedSums = Contents<typeof binnedScores, 'bins.arrow'>;

export const binnedScores = artifact({
  name: 'binned scores',
  version: 1,
  description:
    'jets of one part of a sample, and of variations of them, counted in bins of score, as they are and in bootstrap replicas: sums that are added to those of other parts',
  files: {
    'bins.arrow': table({
      sample: { type: 'utf8', unit: one, description: "'nominal' or the base name of the varied node" },
      label: { type: 'uint8', unit: one, description: '0 background, 1 signal' },
      bin: { type: 'int32', unit: one, description: 'number of the bin; bins without jets have no row' },
      jets: { type: 'int32', unit: one, description: 'jets in the bin' },
      score: {
        type: 'float64',
        unit: one,
        description: 'sum of their scores, each rounded to 2^-24: exact, in whatever order it is taken',
      },
      weight: { type: 'float64', unit: one, description: 'sum of their weights' },
      squares: { type: 'float64', unit: one, description: 'sum of their squared weights' },
      drawn: { type: 'list<int32>', unit: one, description: 'jets in the bin in each replica' },
      drawn_weight: {
        type: 'list<float64>',
        unit: one,
        description: 'sum of their weights in each replica; empty where every jet of the part has weight 1',
      },
    }),
    'binning.json': json('how they were binned', binning),
  },
});
