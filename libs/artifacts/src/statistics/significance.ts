// Significance against threshold, for the nominal scores and for each variation of them.
import { artifact, json, table, type Contents } from '@jetdemon/workflow';
import * as z from 'zod';
import { bare, quoted } from '../quoted.ts';
import { replicaFiles } from './replicas.ts';

const one = '1';

/** Of any sample, each at that sample's own optimum where a threshold is meant. */
const sampleMetrics = z.strictObject({
  auc: quoted.describe('area under the ROC curve'),
  peak: quoted.describe('largest eps_S / sqrt(eps_B)'),
  threshold: bare.describe('threshold of the peak'),
  signal_efficiency: bare.describe('eps_S there'),
  background_efficiency: bare.describe('eps_B there'),
  mean_signal_score: quoted,
  mean_background_score: quoted,
});

/** Of a varied sample; losses are shares of the nominal peak, positive when significance is lost. */
const variationMetrics = sampleMetrics.extend({
  at_nominal_optimum: quoted.describe('eps_S / sqrt(eps_B) at the threshold of the nominal peak'),
  loss_at_nominal_optimum: quoted.describe(
    '1 - at_nominal_optimum / nominal peak: what an analysis loses that chose its threshold on the simulation',
  ),
  loss_peak_to_peak: quoted.describe('1 - peak / nominal peak'),
});

const perClass = z.strictObject({ signal: z.number(), background: z.number() });
const effective = perClass
  .optional()
  .describe('(sum w)^2 / sum w^2 of each class; absent where all jets of a class have the same weight');

const metrics = sampleMetrics.extend({
  variations: z.record(z.string(), variationMetrics).describe('by the name of the varied node'),
  jets: z
    .strictObject({
      signal: z.int(),
      background: z.int(),
      background_at_optimum: z.int(),
      effective,
      variations: z
        .record(z.string(), z.strictObject({ signal: z.int(), background: z.int(), effective }))
        .optional()
        .describe('of each unpaired variation; absent where variations are the nominal jets, row by row'),
    })
    .describe('jets of the nominal sample, and of each variation that is the same jets'),
  convention: z.strictObject({
    replicas: z.int(),
    interval: z.number().describe('probability content of every interval'),
    minimum_background: z.int().describe('background jets that must pass a threshold for it to count'),
    pairing: z
      .literal('unpaired')
      .optional()
      .describe('varied samples are other jets; absent where they are the nominal jets, row by row'),
    optimum: z
      .literal('other-half')
      .optional()
      .describe(
        'each half of the jets is quoted at the optimum of the other; absent where it is that of the same jets',
      ),
    seeds: z.int().optional().describe('training seeds that the numbers are means over; absent for one training'),
    description: z.string().describe('the conventions in one sentence, for a caption'),
  }),
});

export type SampleMetrics = z.output<typeof sampleMetrics>;
export type VariationMetrics = z.output<typeof variationMetrics>;
/** The nominal numbers at the top, each variation by the name of its node. */
export type SignificanceMetrics = z.output<typeof metrics>;
/** A threshold of a sample that too few background jets pass has no row. */
export type Curves = Contents<typeof significance, 'curves.arrow'>;

export const significance = artifact({
  name: 'significance',
  version: 3,
  description:
    'relative discovery significance per threshold that enough background jets pass, and the quoted numbers with their intervals',
  files: {
    'curves.arrow': table({
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
    }),
    'metrics.json': json('quoted numbers, the nominal ones at the top', metrics),
    ...replicaFiles,
  },
});
