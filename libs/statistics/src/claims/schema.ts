// A claim as YAML has it: a statement, the number that bears on it, and what it says of that number.
import * as z from 'zod';

const reference = {
  of: z
    .string()
    .min(1)
    .describe('node among the inputs: summary@network=ll; points that differ in an axis of `average` are averaged'),
  at: z
    .string()
    .min(1)
    .describe(
      'names in its metrics.json, from the outside in: auc, variations/adversary-scores/loss_at_nominal_optimum',
    ),
};

const number = z
  .strictObject({
    ...reference,
    minus: z.strictObject(reference).optional().describe('a number to subtract'),
    over: z.strictObject(reference).optional().describe('a number to divide by'),
  })
  .refine(({ minus, over }) => !(minus && over), { error: 'expected minus or over, found both' })
  .describe('a quoted number, or the difference or ratio of two');

const expectation = z
  .strictObject({
    above: z.number().optional().describe('greater than this'),
    below: z.number().optional().describe('less than this'),
    between: z
      .tuple([z.number(), z.number()])
      .optional()
      .describe('neither less than the first nor more than the second'),
  })
  .refine((one) => Object.values(one).filter((limit) => limit !== undefined).length === 1, {
    error: 'expected exactly one of above, below, between',
  })
  .refine(({ between }) => !between || between[0] <= between[1], { error: 'expected between: [least, most]' })
  .describe('what the claim says of the number');

export const claimSchema = z.strictObject({
  claim: z.string().min(1).describe('the statement, in words'),
  number,
  expect: expectation,
  paper: z
    .union([z.number(), z.string()])
    .nullable()
    .default(null)
    .describe('what the paper has: a number, or text with its unit'),
  percent: z.boolean().default(false).describe('whether the number is a share, shown in percent'),
  source: z.string().optional().describe('where the paper says so: §IV, Fig. 4'),
});
