// Claims with their numbers and verdicts.
import { artifact, json, text } from '@jetdemon/workflow';
import * as z from 'zod';
import { stated } from '../quoted.ts';

const verdict = z.enum(['confirmed', 'not confirmed', 'undecided']);

const claim = z.strictObject({
  claim: z.string().describe('the statement, in words'),
  number: stated.describe('what was found here; shares, also where percent is set'),
  percent: z.boolean().describe('whether the number is best read in percent'),
  expected: z.string().describe("what the claim says of it: 'above 0', '0% to 5%'"),
  paper: z.string().nullable().describe('what the paper has; null where it gives no number'),
  source: z.string().nullable().describe('where the paper says so'),
  verdict,
  nodes: z.array(z.string()).readonly().describe('the results that the number was taken from'),
  trainings: z
    .int()
    .optional()
    .describe(
      'trainings that the number is a mean over, the fewest where it is of several; of 1 the interval does not hold how far another would be from it',
    ),
});

const claimsJson = z.strictObject({
  claims: z.array(claim).readonly(),
  interval: z.number().describe('probability content of every interval'),
  description: z.string().describe('what verdicts and intervals mean, in one sentence'),
});

export type Verdict = z.output<typeof verdict>;
export type ClaimResult = z.output<typeof claim>;
export type Claims = z.output<typeof claimsJson>;

export const claims = artifact({
  name: 'claims',
  version: 2,
  description: 'each claim with its computed number, the paper’s, and a verdict: confirmed, not confirmed, undecided',
  files: {
    'claims.json': json('the table', claimsJson),
    'claims.txt': text('the same as text, printed at the end of a run', 'text'),
  },
});
