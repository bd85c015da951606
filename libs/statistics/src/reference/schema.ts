// A published analysis to compare with, as its YAML file has it: networks, numbers with their sources, claims.
import * as z from 'zod';
import { claimSchema } from '../claims/schema.ts';

/** The parameter that names such a file. */
export const referenceFile = z.string().min(1).meta({ file: true }).optional();

const value = z.union([z.string(), z.number()]);

const network = z.strictObject({
  name: z.string().min(1).describe('as sentences have it, what is in brackets left out: low-level network (LL)'),
  at: z
    .record(z.string(), z.union([value, z.array(value)]))
    .describe('values of axes, any of a list, at which a result is of this network, whatever its seed'),
});

const number = z.strictObject({
  value: z.number(),
  rounding: z.number().min(0).describe('half a unit of the last digit given'),
  text: z.string().optional().describe('as it was given, where that is not one decimal number: 25.0/40'),
  source: z.string().describe('one of sources'),
});

/** A number of the reference. It may lie anywhere within `value` ± `rounding`. */
export type ReferenceNumber = z.output<typeof number>;

const numbers = z
  .record(z.string(), z.record(z.string(), z.record(z.string(), number)))
  .describe('by network, kind of result, and names in its metrics.json: variations/fgsm-scores/auc');

export const referenceSchema = z
  .strictObject({
    title: z.string().min(1),
    authors: z.string().min(1),
    name: z.string().min(1).describe('how it is cited: arXiv:1910.08606'),
    url: z.url(),
    networks: z.record(z.string(), network).default({}),
    jets: z
      .strictObject({ background: z.int().min(1), signal: z.int().min(1) })
      .optional()
      .describe('jets of its sample'),
    sources: z.record(z.string(), z.string()).default({}).describe('where numbers are from, in words'),
    numbers: numbers.default({}),
    remarks: z
      .record(z.string(), z.string())
      .default({})
      .describe('what it says of a kind of result without a number to compare: a sentence, by the name of the kind'),
    claims: z.array(claimSchema).default([]),
    differences: z
      .string()
      .optional()
      .describe('name of the list of known differences, libs/report/src/reference/<name>/; none where left out'),
  })
  .superRefine(({ numbers: found, networks, sources }, { addIssue }) => {
    const expect = (value: string, known: object, ...path: string[]) => {
      if (Object.hasOwn(known, value)) return;
      const message = `expected one of ${Object.keys(known).join(', ') || 'none'}, found ${value}`;
      addIssue({ code: 'custom', path: ['numbers', ...path], message });
    };
    for (const [name, kinds] of Object.entries(found)) {
      expect(name, networks, name);
      for (const [kind, places] of Object.entries(kinds))
        for (const [at, { source }] of Object.entries(places)) expect(source, sources, name, kind, at, 'source');
    }
  });

export type Reference = z.output<typeof referenceSchema>;
