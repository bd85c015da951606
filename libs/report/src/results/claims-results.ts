// What the kind `claims` says of each claim.
import type { Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson } from './read-json.ts';

const claims = z.object({
  claims: z.array(
    z.object({
      claim: z.string(),
      number: quoted,
      percent: z.boolean(),
      /** What the claim says of the number: "above 0". */
      expected: z.string(),
      /** What the paper has; null where it gives no number. */
      paper: z.string().nullable(),
      source: z.string().nullable(),
      verdict: z.enum(['confirmed', 'not confirmed', 'undecided']),
      /** What the number was taken from. */
      nodes: z.array(z.string()),
    }),
  ),
  interval: z.number(),
  /** What verdicts and intervals mean. */
  description: z.string(),
});

/** claims.json of the kind `claims`. */
export type Claims = z.output<typeof claims>;

export const readClaims = (input: Input) => readJson(input, 'claims.json', claims);
