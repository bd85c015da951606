// Loss of significance against the quality of the training, §IV of arXiv:1910.08606.
import { artifact, json, table, type Contents } from '@jetdemon/workflow';
import * as z from 'zod';
import { quoted } from '../quoted.ts';

const one = '1';

const metrics = z.strictObject({
  stages: z
    .record(z.string(), z.strictObject({ auc: quoted, loss: quoted, seeds: z.int() }))
    .describe('means over seeds, by the name of the stage'),
  full_minus_lowest: quoted.describe('share lost by the last stage less that by the first'),
  slope: quoted.describe('change of the share lost per unit of AUC, over the stages'),
  convention: z.strictObject({
    interval: z.number(),
    stages: z.array(z.string()).readonly().describe('stages from least to most trained'),
    seeds: z.int(),
    description: z.string(),
  }),
});

export type SusceptibilityMetrics = z.output<typeof metrics>;
/** One row per network and a row of seed 'mean' per stage. */
export type SusceptibilityPoints = Contents<typeof susceptibility, 'points.arrow'>;

export const susceptibility = artifact({
  name: 'susceptibility',
  version: 2,
  description: 'loss at the nominal optimum against AUC, per stage of training and training seed',
  files: {
    'points.arrow': table({
      stage: { type: 'utf8', unit: one, description: 'how far the network was trained' },
      seed: { type: 'utf8', unit: one, description: "training seed, 'mean' for the average over all of them" },
      auc: { type: 'float64', unit: one, description: 'area under the ROC curve, nominal' },
      auc_low: { type: 'float64', unit: one, description: 'lower end of its interval' },
      auc_high: { type: 'float64', unit: one, description: 'upper end of its interval' },
      loss: { type: 'float64', unit: one, description: 'share of eps_S / sqrt(eps_B) lost at the nominal optimum' },
      loss_low: { type: 'float64', unit: one, description: 'lower end of its interval' },
      loss_high: { type: 'float64', unit: one, description: 'upper end of its interval' },
    }),
    'metrics.json': json('means per stage, and what training changes', metrics),
  },
});
