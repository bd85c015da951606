// Acceptance criteria of §III.B of arXiv:1910.08606: KS distances against their limits.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { bare, quoted } from '../quoted.ts';

const criterion = z.strictObject({
  ks: bare.describe('largest distance of the distribution functions before and after, of these jets'),
  ks_over_limit: bare.describe('the same over its limit: accepted below 1'),
  chance: z.number().describe('the distance that is expected of so many jets where nothing moves their distribution'),
  p: z
    .number()
    .describe(
      'how often the distance is as large there: of a permutation test in which each jet and its moved twin trade places; of unpaired samples asymptotic',
    ),
});

const perObservable = z.record(z.string(), criterion);

const correlations = z.strictObject({
  pairs: z
    .record(
      z.string(),
      z.strictObject({ before: z.number(), after: z.number(), difference: quoted.describe('after less before') }),
    )
    .describe("correlation of two observables, 'mass pt'"),
  largest: z.number().describe('the largest difference, whatever its sign'),
  p: z.number().describe('of a permutation test: how often as large a difference is found where there is none'),
  permutations: z.int(),
});

const metrics = z.strictObject({
  background: perObservable.describe('by observable: what is accepted or not'),
  signal: perObservable.describe(
    'for comparison: no experiment can check signal, and no acceptance criterion is set on it',
  ),
  pairing: z
    .literal('unpaired')
    .optional()
    .describe('the perturbed sample is other jets; absent where it is the nominal jets, row by row'),
  correlations: correlations.optional().describe('of background; absent where they were not asked for'),
  largest_ratio: bare.describe('the largest ks_over_limit of background: the attack passes when it is below 1'),
});

export type CriterionMetrics = z.output<typeof criterion>;
export type CorrelationMetrics = z.output<typeof correlations>;
export type AcceptanceMetrics = z.output<typeof metrics>;

export const acceptance = artifact({
  name: 'acceptance',
  version: 3,
  description: 'KS distances of background jets before and after an attack, against the limits of the validation',
  files: { 'metrics.json': json('KS distances per class and observable', metrics) },
});
