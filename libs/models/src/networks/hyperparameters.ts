// The hyperparameters of every network and their defaults. Apart from the networks themselves, so that a task can
// declare its parameters without loading TensorFlow.js.
import { InputError } from '@jetdemon/workflow';
import * as z from 'zod';

const widths = (defaults: number[], layer: string) =>
  z.array(z.int().min(1).max(8192)).min(1).max(16).default(defaults).describe(`units of each ${layer} layer`);

const evenWidths = (defaults: number[], layer: string) =>
  z
    .array(z.int().min(2).max(8192).multipleOf(2))
    .min(1)
    .max(16)
    .default(defaults)
    .describe(`units of each ${layer} layer`);

export const hyperparameters = {
  hl: z.strictObject({
    hidden: widths([384, 384, 384], 'hidden').describe('units of each hidden layer, §II: 3 × 384'),
  }),
  pfn: z.strictObject({
    phi: widths([256, 256, 64], 'Φ').describe('units of each layer of Φ, per constituent, §II: 256-256-64'),
    f: widths([256, 256, 256], 'F').describe('units of each hidden layer of F, after the sum, §II: 256-256-256'),
  }),
  efn: z.strictObject({
    phi: widths([256, 256, 64], 'Φ').describe('units of each layer of Φ, per constituent; those of pfn'),
    f: widths([256, 256, 256], 'F').describe('units of each hidden layer of F, after the sum; those of pfn'),
  }),
  lipschitz: z.strictObject({
    phi: evenWidths([64, 64, 64], 'Φ').describe('units of each layer of Φ, per constituent, in pairs'),
    f: evenWidths([64, 64], 'F').describe('units of each hidden layer of F, after the sum, in pairs'),
    slope: z
      .number()
      .positive()
      .max(10_000)
      .default(30)
      .describe('largest change of the logit per radian by which constituents move, in the sense of its certificate'),
  }),
  dense: z.strictObject({
    hidden: widths([300, 300, 300, 300], 'hidden').describe(
      'units of each hidden layer; §II gives no numbers, 4 × 300 is what §III.B uses for a network on the same input',
    ),
  }),
} as const;

/** A feature of constituents that a network takes beside momenta, brought to mean 0 and rms 1: (x − mean) × scale. */
const featureInput = z.strictObject({ name: z.string().min(1), mean: z.number(), scale: z.number().positive() });

export type FeatureInput = z.output<typeof featureInput>;

/** How a network is fed: times fixed factors of order one over the spread, or TeV and radians as they are (§II). */
export const inputScales = ['scaled', 'raw'] as const;

export type InputScales = (typeof inputScales)[number];

/** Networks that can be fed either way. */
export const fedRaw: readonly NetworkName[] = ['hl', 'pfn', 'dense'];

export const inputsOf = z.enum(inputScales).default('scaled');

export const featureInputs = z.array(featureInput).default([]);

export type NetworkName = keyof typeof hyperparameters;

export const networkNames = Object.keys(hyperparameters) as [NetworkName, ...NetworkName[]];

export type Widths = { readonly [name in NetworkName]: z.output<(typeof hyperparameters)[name]> };

/**
 * Layer widths of a network: those of `widths`, or `depth` equal layers of `width` units where one of both is given; the
 * other is then the number of layers, or the width of the first one, in `widths`.
 *
 * In a pfn, and in an efn or lipschitz, Φ and F have `depth` layers each, and Φ ends as in `widths`, with the width of the sum: 256 and 3 are
 * 256-256-64 and 256-256-256, as in §II of arXiv:1910.08606.
 */
export function widthsOf(
  name: NetworkName,
  widths: Widths,
  { width, depth }: { readonly width?: number; readonly depth?: number },
): Widths[NetworkName] {
  if (width === undefined && depth === undefined) return widths[name];
  if (name === 'lipschitz' && width !== undefined && width % 2 === 1)
    throw new InputError(`width: expected an even number for lipschitz, whose units come in pairs, found ${width}`);
  const equal = (layers: readonly number[]) => new Array<number>(depth ?? layers.length).fill(width ?? layers[0]!);
  if (name === 'hl' || name === 'dense') return { hidden: equal(widths[name].hidden) };
  const { phi, f } = widths[name];
  return { ...widths[name], phi: [...equal(phi).slice(1), phi.at(-1)!], f: equal(f) };
}
