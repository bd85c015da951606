// What an imported network says, as a workflow says it. Declaration only: loads nothing of weight.
import { outputMeanings } from '@jetdemon/artifacts';
import * as z from 'zod';

export const output = z.strictObject({
  name: z
    .string()
    .min(1)
    .optional()
    .describe('of the output of the network; default: its only one of floating-point numbers'),
  classes: z
    .array(z.string().min(1))
    .min(1)
    .max(1000)
    .optional()
    .describe('names of its numbers, in its order; of a single number: those that it tells apart, as 0 and 1'),
  signal: z
    .union([z.string().min(1), z.int().min(0)])
    .optional()
    .describe('index or name of a class, or a discriminant of them, P(top) / (P(top) + P(QCD)); default: 1 where there are two'), // prettier-ignore
  is: z
    .enum(outputMeanings)
    .optional()
    .describe('what its numbers are; default: as the last operator of its graph tells'),
});

export type Output = z.output<typeof output>;
