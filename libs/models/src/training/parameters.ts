// Parameters of every task that trains a classifier. Light to load: tasks declare them when a workflow is checked.
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import * as z from 'zod';
import { hyperparameters, inputScales, networkNames } from '../networks/hyperparameters.ts';
import { schedules } from './schedule.ts';

export const trainingParameters = {
  network: z
    .enum(networkNames)
    .default('pfn')
    .describe(
      'hl, pfn (the paper’s LL) or dense, §II; efn, an energy-flow network, or lipschitz, one whose logit has a bounded slope',
    ),
  widths: z
    .strictObject({
      hl: hyperparameters.hl.prefault({}),
      pfn: hyperparameters.pfn.prefault({}),
      efn: hyperparameters.efn.prefault({}),
      lipschitz: hyperparameters.lipschitz.prefault({}),
      dense: hyperparameters.dense.prefault({}),
    })
    .prefault({})
    .describe('layer widths per network; those of networks other than the one chosen play no part'),
  width: z.int().min(1).max(8192).optional().describe('units of every hidden layer, whatever widths says; in a pfn but for the last layer of Φ. Default: as in widths'), // prettier-ignore
  depth: z.int().min(1).max(16).optional().describe('hidden layers, whatever widths says; in a pfn layers of Φ and of F alike. Default: as in widths'), // prettier-ignore
  features: z.array(z.string().min(1)).default([]).describe('features of the constituents, charge for one, that a pfn takes beside their momenta, brought to mean 0 and rms 1 over the training jets; default none (§II)'), // prettier-ignore
  inputs: z.enum(inputScales).default('scaled').describe('scaled: times fixed factors that bring inputs to order 1; raw: TeV and radians, and D2, as they are (§II), for hl, pfn and dense'), // prettier-ignore
  epochs: z.int().min(1).max(10_000).default(100).describe('passes over the training jets at most, default 100'),
  batchSize: z.int().min(1).max(65_536).default(512).describe('jets per step, default 512 (authors’ code)'),
  learningRate: z.number().positive().max(1).default(3e-4).describe('of Adam, at its largest; default 3e-4 (authors’ code)'), // prettier-ignore
  schedule: z.enum(schedules).default('constant').describe('constant (§II), or cosine: 200 steps of warm-up, then to 0 at the last epoch'), // prettier-ignore
  augment: z.enum(['none', 'reflect']).default('none').describe('reflect: random signs of η and φ per jet and epoch, exact symmetries; default none (§II)'), // prettier-ignore
  decorrelation: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'λ of λ dCorr²(score, mass) over the background of each batch, under its event weights where weighted, added to the loss: distance correlation, eq. (7) of arXiv:2001.05310; default 0, none',
    ),
  weighted: z.boolean().default(false).describe('whether event weights count in the loss and in the validation, those of each class scaled to a mean of 1; default false: all jets count alike'), // prettier-ignore
  patience: z.int().min(1).default(16).describe('stops after so many epochs without a better validation AUC, default 16 (authors’ code)'), // prettier-ignore
  snapshots: z.union([z.literal('all'), z.array(z.int().min(1))]).default([]).describe('epochs whose weights are kept too, or all: the undertrained networks of §IV, default none'), // prettier-ignore
  contrast: contrastParameter.describe(
    'which classes are background and which are signal; jets of others play no part; default: the classes of these names',
  ),
  seed: z.int().default(1).describe('seed of initial weights, shuffles and reflections, default 1'),
};
