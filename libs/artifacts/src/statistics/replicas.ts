// Bootstrap replicas of quoted numbers: what differences of numbers of the same jets are taken from.
import { json, table } from '@jetdemon/workflow';
import * as z from 'zod';

const replicasJson = z.strictObject({
  jets: z
    .string()
    .describe('SHA-256 of the jets and of how often each was drawn: results that share it share replicas'),
  quantities: z
    .array(
      z.strictObject({
        name: z.string().describe("place in metrics.json, 'variations/fgsm-scores/auc'"),
        kind: z.enum(['percentile', 'reflected', 'centred']).describe('how its interval follows from them'),
        optimum: z
          .enum(['other-half', 'same-jets'])
          .optional()
          .describe('where the optimum is chosen that it rests on; absent where it rests on none'),
      }),
    )
    .describe('in the order of replicas.arrow'),
});

/** Files of a kind whose results may have them; both or none. */
export const replicaFiles = {
  'replicas.json': { ...json('whose replicas those in replicas.arrow are', replicasJson), optional: true },
  'replicas.arrow': {
    ...table({
      value: { type: 'float64', unit: '1', description: 'of every replica, one quantity after the other' },
    }),
    optional: true,
  },
} as const;

export type ReplicasDescription = z.output<typeof replicasJson>;
