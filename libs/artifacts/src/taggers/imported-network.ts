// Imported network as a classifier keeps it: what it came from, what it is fed and what it says.
import * as z from 'zod';

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

/** An input of an imported network, as a workflow says it and as a classifier keeps it. */
export const featureInput = z.strictObject({
  axes: z
    .enum(axesNames)
    .describe('N jets, P constituents, F features: NPF, NFP, NP for a single feature, NF for those of the jet'),
  features: z.array(feature).min(1).max(1024),
  padding: z
    .enum(['constant', 'any'])
    .default('constant')
    .describe('where there is no constituent: the pad of the feature; any: the hardest constituent again (as weaver’s wrap), which must make no difference and is tried'), // prettier-ignore
});

/** Names for formulas, by name. */
export const featureDefinitions = z.record(z.string(), formula);

const resolvedFeatures = z.strictObject({
  unit: z.enum(['TeV', 'GeV', 'MeV']).describe('of energies and momenta that it was trained with'),
  slots: z.int().min(1).max(1024).describe('constituents of a jet, the hardest first'),
  define: featureDefinitions.describe('names for formulas'),
  inputs: z.record(z.string(), featureInput).describe('of the network, by name'),
});

/** What the numbers of an output are. */
export const outputMeanings = ['logits', 'probabilities', 'log-probabilities'] as const;

const resolvedOutput = z.strictObject({
  name: z.string(),
  classes: z.array(z.string()).readonly().describe('names of its classes, two for a network with one number per jet'),
  signal: z.string().describe('index or name of a class, or a discriminant of them'),
  is: z.enum(outputMeanings),
  width: z.int().min(1).describe('numbers per jet'),
  independent: z
    .boolean()
    .describe('whether each number is a probability by itself, a sigmoid, rather than one of several that sum to one'),
});

const seenFeature = z.strictObject({
  input: z.string(),
  of: z.string(),
  mean: z.number(),
  rms: z.number().describe('square root of the mean square'),
  least: z.number(),
  greatest: z.number(),
  clipped: z.number().describe('share of its values at an end of its clip'),
});

/** Formats of networks that other programs write, with the end of the name of the file that a result keeps one in. */
export const networkFormats = { onnx: 'onnx', keras: 'keras', h5: 'h5', tfjs: 'zip' } as const;

export type NetworkFormat = keyof typeof networkFormats;

/** Functions that may stand for the code of Lambda layers, which is never executed. */
export const lambdaFunctions = ['energyflow-pfn-mask', 'energyflow-efn-mask'] as const;

/** By the name of the layer. */
export const lambdas = z.record(z.string(), z.enum(lambdaFunctions));

export const importedNetwork = z.strictObject({
  file: z.string().describe('path of the file it came from, or of the folder of a TensorFlow.js model'),
  format: z
    .enum(Object.keys(networkFormats) as [NetworkFormat, ...NetworkFormat[]])
    .optional()
    .describe('absent for onnx'),
  sha256: z.string().describe('of the file as it is kept here'),
  gradient: z
    .literal('none')
    .optional()
    .describe(
      'of a network whose output has no slopes, as that of trees: attacks/square takes it, by its scores alone',
    ),
  lambdas: lambdas.optional().describe('what stands for the code of its Lambda layers'),
  producer: z.string().describe('program that wrote it, as it says'),
  features: resolvedFeatures,
  output: resolvedOutput,
  jetsPerCall: z
    .int()
    .min(1)
    .optional()
    .describe('most jets of one call, of a network that needs much memory for each; absent where as many as one likes'),
  notes: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('what was seen when it was imported and a reader of its results should know'),
  tried: z
    .strictObject({ jets: z.int(), features: z.array(seenFeature).readonly() })
    .describe('what the network was fed for some of the jets'),
});

/** The files that a result may keep a network in, under its name and as it was brought; one of them is there. */
export const networkFiles = <const Stem extends string>(stem: Stem, what: string) =>
  Object.fromEntries(
    Object.entries(networkFormats).map(([format, end]) => [
      `${stem}.${end}`,
      {
        format: format === 'onnx' ? 'onnx' : 'binary',
        optional: true,
        description: `${what}: ${inWords[format as NetworkFormat]}`,
      },
    ]),
  ) as Record<`${Stem}.${(typeof networkFormats)[NetworkFormat]}`, NetworkFile>;

interface NetworkFile {
  readonly format: 'onnx' | 'binary';
  readonly optional: true;
  readonly description: string;
}

const inWords: Readonly<Record<NetworkFormat, string>> = {
  onnx: 'ONNX',
  keras: 'the archive of Keras 3',
  h5: 'HDF5 of Keras',
  tfjs: 'model.json and the weights of a TensorFlow.js model',
};

export type InputFeature = z.output<typeof feature>;
export type FeatureInput = z.output<typeof featureInput>;
export type ResolvedFeatures = z.output<typeof resolvedFeatures>;
export type ResolvedOutput = z.output<typeof resolvedOutput>;
export type OutputMeaning = (typeof outputMeanings)[number];
export type SeenFeature = z.output<typeof seenFeature>;
export type ImportedRecord = z.output<typeof importedNetwork>;
