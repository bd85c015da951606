// The hyperparameters of every network and their defaults. Apart from the networks themselves, so that a task can
// declare its parameters without loading TensorFlow.js.
import { z } from 'zod';

const widths = (defaults: number[], layer: string) =>
  z.array(z.int().min(1).max(8192)).min(1).max(16).default(defaults).describe(`units of each ${layer} layer`);

export const hyperparameters = {
  hl: z.strictObject({
    hidden: widths([384, 384, 384], 'hidden').describe('units of each hidden layer, §II: 3 × 384'),
  }),
  pfn: z.strictObject({
    phi: widths([256, 256, 64], 'Φ').describe('units of each layer of Φ, per constituent, §II: 256-256-64'),
    f: widths([256, 256, 256], 'F').describe('units of each hidden layer of F, after the sum, §II: 256-256-256'),
  }),
  dense: z.strictObject({
    hidden: widths([300, 300, 300, 300], 'hidden').describe(
      'units of each hidden layer; §II gives no numbers, 4 × 300 is what §III.B uses for a network on the same input',
    ),
  }),
} as const;

export type NetworkName = keyof typeof hyperparameters;

export const networkNames = Object.keys(hyperparameters) as [NetworkName, ...NetworkName[]];
