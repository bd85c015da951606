// Significance and limits of one assumed signal from the histogram of the score, known variations profiled.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { quoted, stated } from '../quoted.ts';

const counts = z.array(z.number());

const modifier = z.discriminatedUnion('type', [
  z.strictObject({ name: z.string(), type: z.literal('normfactor'), data: z.null() }),
  z.strictObject({
    name: z.string(),
    type: z.literal('histosys'),
    data: z.strictObject({ hi_data: counts, lo_data: counts }),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('normsys'),
    data: z.strictObject({ hi: z.number(), lo: z.number() }),
  }),
]);

/** The part of pyhf's schema 1.0.0 that is written here. */
const workspace = z.strictObject({
  channels: z.array(
    z.strictObject({
      name: z.string(),
      samples: z.array(z.strictObject({ name: z.string(), data: counts, modifiers: z.array(modifier) })),
    }),
  ),
  observations: z.array(z.strictObject({ name: z.string(), data: counts })),
  measurements: z.array(
    z.strictObject({
      name: z.string(),
      config: z.strictObject({
        poi: z.string(),
        parameters: z.array(z.strictObject({ name: z.string(), bounds: z.array(counts), inits: counts })),
      }),
    }),
  ),
  version: z.literal('1.0.0'),
});

const limitsJson = z.strictObject({
  assumptions: z.strictObject({
    signal: z.number().describe('signal jets expected without a cut: strength 1'),
    background: z.number().describe('background jets expected without a cut'),
    background_uncertainty: z.number().describe('of the number of background jets, relative'),
    confidence: z.number(),
  }),
  edges: counts.describe('of the bins of the score, rising; the last bin holds its upper edge'),
  nuisances: z
    .array(
      z.strictObject({
        name: z.string(),
        pull: z.number().describe('its best value without signal in what is observed, in standard deviations'),
      }),
    )
    .describe('what is profiled'),
  pairing: z
    .literal('unpaired')
    .optional()
    .describe('varied samples are other jets; absent where they are the nominal jets, row by row'),
  convention: z.string(),
});

const profiled = stated.describe('with an interval where no known variation is profiled');

const metrics = z.strictObject({
  z_expected: profiled,
  z_exact: quoted,
  significance_cost: profiled,
  limit_expected: profiled,
  limit_expected_low: profiled,
  limit_expected_high: profiled,
  limit_exact: quoted,
  z_observed: profiled.optional(),
  limit_observed: profiled.optional(),
  limit_true: profiled.optional(),
  true_over_observed: profiled.optional(),
});

export type PyhfWorkspace = z.output<typeof workspace>;
export type Limits = z.output<typeof limitsJson>;
export type LimitsMetrics = z.output<typeof metrics>;

export const limits = artifact({
  name: 'limits',
  version: 2,
  description: 'discovery significance and CLs upper limits from the histogram of the score, known variations profiled',
  files: {
    'limits.json': json('assumptions, bins and nuisance parameters', limitsJson),
    'metrics.json': json(
      'significances, and limits in signal jets produced; each says what it is; of observations where a perturbed sample was given',
      metrics,
    ),
    'workspace.json': json('the same likelihood as a workspace of pyhf, schema 1.0.0', workspace),
  },
});
