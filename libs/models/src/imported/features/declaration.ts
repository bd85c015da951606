// What an imported network is fed, as a workflow says it. Declaration only: loads nothing of weight.
import { featureDefinitions, featureInput } from '@jetdemon/artifacts';
import * as z from 'zod';
import { units, type Unit } from './names.ts';
import { presetNames } from './preset-names.ts';

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
  define: featureDefinitions
    .default({})
    .describe('names for formulas; what a file calls otherwise than here is said here'),
  inputs: z.record(z.string(), featureInput).optional().describe('of the network, by name'),
});

/** As it stands in a workflow. */
export type Features = z.output<typeof features>;
