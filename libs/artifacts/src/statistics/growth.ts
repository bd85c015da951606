// How an adversary grows stronger with the jets that it has seen, in several ways of training it.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { interval, quoted } from '../quoted.ts';

const point = interval.extend({ jets: z.number().describe('that the training has seen, with those seen again') });

const way = z.strictObject({
  nodes: z.array(z.string()).min(1).readonly().describe('the adversaries, one per training seed'),
  node: z.string().describe('whose loss this is'),
  accepted: z.int().describe('trainings whose chosen adversary passes the acceptance criteria on validation jets'),
  criteria: z.boolean().describe('whether it had any acceptance criterion'),
  stopped: z.int().describe('trainings that ended since nothing was gained any more'),
  jets: z.number().describe('that a training has seen, mean over trainings'),
  loss: quoted.describe('share of eps_S / sqrt(eps_B) lost at the nominal optimum, of test jets'),
  gain: quoted.optional().describe('this loss less that of the base, replica by replica of the test jets that both share; absent of the base'),
  curve: z
    .array(point)
    .min(1)
    .readonly()
    .describe('the same of validation jets, of the strongest trial so far that passes, 0 before one does: mean, smallest and largest over trainings'),
  late: z.number().describe('of the last point of the curve, what came in the second half of its jets'),
}); // prettier-ignore

const metrics = z.strictObject({
  networks: z.record(z.string(), z.record(z.string(), way)).describe('ways of training by name, by attacked network'),
  base: z.string().describe('the way that the others are held against'),
  convention: z.strictObject({ interval: z.number(), seeds: z.int(), description: z.string() }),
});

export type GrowthMetrics = z.output<typeof metrics>;

export const growth = artifact({
  name: 'growth',
  version: 1,
  description: 'how the loss to an adversary grows with the jets that its training has seen, for several ways of training it',
  files: { 'metrics.json': json('curves and losses, by network and way of training', metrics) },
}); // prettier-ignore
