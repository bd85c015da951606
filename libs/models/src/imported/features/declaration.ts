// What an imported network is fed, as a workflow says it. Declaration only: imports zod and nothing else of weight.
import { z } from 'zod';
import { units, type Unit } from './names.ts';
import { presetNames } from './preset-names.ts';

const formula = z.string().min(1).max(500);

const feature = z.union([
  formula,
  z.strictObject({
    of: formula.describe('a quantity, a column of the jets, a definition, or a formula of them'),
    shift: z.number().default(0).describe('subtracted first'),
    factor: z.number().default(1).describe('multiplied next'),
    clip: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, { error: 'expected a range from low to high' })
      .optional()
      .describe('lowest and highest value last'),
    pad: z.number().default(0).describe('value where there is no constituent'),
  }),
]);

/** Meanings of the axes of an input: N jets, P constituents, F features. */
export const axesNames = ['NPF', 'NFP', 'NP', 'NF'] as const;

const input = z.strictObject({
  axes: z
    .enum(axesNames)
    .describe('N jets, P constituents, F features: NPF, NFP, NP for a single feature, NF for those of the jet'),
  features: z.array(feature).min(1).max(1024),
  padding: z
    .enum(['constant', 'any'])
    .default('constant')
    .describe('where there is no constituent: the pad of the feature; any: the same, but it must make no difference (weaver’s wrap), which is tried'), // prettier-ignore
});

export const features = z.strictObject({
  unit: z
    .enum(Object.keys(units) as [Unit, ...Unit[]])
    .describe('of energies and momenta that the network was trained with'),
  file: z
    .string()
    .min(1)
    .meta({ file: true })
    .optional()
    .describe('weaver’s preprocess.json or its YAML data configuration, read as it is'),
  preset: z.enum(presetNames).optional().describe('a usual layout by name'),
  slots: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('constituents of a jet, the hardest first; default: as the network or the file says, else as many as the jets have'), // prettier-ignore
  define: z
    .record(z.string(), formula)
    .default({})
    .describe('names for formulas; what a file calls otherwise than here is said here'),
  inputs: z.record(z.string(), input).optional().describe('of the network, by name'),
});

/** As it stands in a workflow. */
export type Features = z.output<typeof features>;
export type FeatureInput = z.output<typeof input>;
export type Feature = z.output<typeof feature>;

/** With the inputs in it, whatever they were read from: what a classifier keeps. */
export interface ResolvedFeatures {
  readonly unit: Unit;
  readonly slots: number;
  readonly define: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, FeatureInput>>;
}

export const resolvedFeatures = features
  .omit({ file: true, preset: true })
  .required({ slots: true, inputs: true }) satisfies z.ZodType<ResolvedFeatures>;
