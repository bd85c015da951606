// What networks keep of their significance whatever attack is made: measured against attacks, and certain by a certificate.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { interval, quoted } from '../quoted.ts';

const network = z.strictObject({
  node: z.string().describe('whose numbers these are'),
  auc: quoted,
  peak: quoted.describe('largest eps_S / sqrt(eps_B) of jets that nobody attacked'),
  attacks: z
    .record(z.string(), z.strictObject({ significance: quoted, loss: quoted }))
    .describe('eps_S / sqrt(eps_B) at the threshold of the peak, and the share of the peak that is lost, by attack'),
  kept: interval.describe('the least of these'),
  worst: z.string().describe('the attack that leaves it'),
  certified: z
    .strictObject({ significance: quoted, loss: quoted, node: z.string() })
    .optional()
    .describe('the peak, at its own threshold, of jets scored as low as any attack within the budget could make them; absent where nothing is certain'),
}); // prettier-ignore

const metrics = z.strictObject({
  networks: z.record(z.string(), network).describe('by name'),
  today: z.string().describe('the network that the others are held against'),
  best: z.string().describe('the network that keeps the most under the attacks'),
  certain: z.string().optional().describe('the network of the largest certified significance; absent without any'),
  avoidable: interval.describe('(kept by best - kept by today) / (peak - kept of today); conservative where replicas of the jets are shared'),
  convention: z.strictObject({ interval: z.number(), seeds: z.int(), description: z.string() }),
}); // prettier-ignore

export type RobustnessMetrics = z.output<typeof metrics>;

export const robustness = artifact({
  name: 'robustness',
  version: 1,
  description: 'significance that networks keep whatever attack is made, measured and certain, and what of a loss is avoidable',
  files: { 'metrics.json': json('per network, and which is best', metrics) },
}); // prettier-ignore
