// Discovery significance and upper limits of one assumed signal: expected, observed under the attack, and true.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { quoted } from '../quoted.ts';

const efficiencies = z.strictObject({ signal: z.number(), background: z.number() });
const both = <T extends z.ZodType>(of: T) => z.strictObject({ nominal: of, perturbed: of });

const exclusionJson = z.strictObject({
  assumptions: z.strictObject({
    signal: z.number().describe('signal jets expected without a cut'),
    background: z.number().describe('background jets expected without a cut'),
    background_uncertainty: z.number().describe('after the cut, relative to the background'),
    confidence: z.number(),
  }),
  threshold: z.number().describe('threshold of the largest nominal eps_S / sqrt(eps_B)'),
  efficiencies: both(efficiencies),
  passing: both(efficiencies).describe(
    'expected jets that pass: without signal the experiment counts the perturbed background',
  ),
  background_jets: both(z.int()).describe('test jets of background that the efficiencies rest on'),
  pairing: z
    .literal('unpaired')
    .optional()
    .describe('the perturbed sample is other jets; absent where it is the nominal jets, row by row'),
  convention: z.string(),
});

const metrics = z.strictObject({
  z_expected: quoted,
  z_true: quoted,
  significance_lost: quoted,
  limit_expected: quoted,
  limit_expected_low: quoted,
  limit_expected_high: quoted,
  limit_observed: quoted,
  limit_true: quoted,
  true_over_observed: quoted,
});

export type Efficiencies = z.output<typeof efficiencies>;
export type Exclusion = z.output<typeof exclusionJson>;
export type ExclusionMetrics = z.output<typeof metrics>;

export const exclusion = artifact({
  name: 'exclusion',
  version: 1,
  description: 'Asimov significance with background uncertainty, and CLs upper limits: expected, observed, true',
  files: {
    'exclusion.json': json('assumptions and counts', exclusionJson),
    'metrics.json': json('significances, and limits in signal jets produced; each says what it is', metrics),
  },
});
