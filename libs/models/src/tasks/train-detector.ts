// The task models/train-detector: a network as a gate, and how many jets it needs to notice.
import { detection, jetObservables, splitJets } from '@jetdemon/artifacts';
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { hyperparameters, networkNames } from '../networks/hyperparameters.ts';
import { schedules } from '../training/schedule.ts';

export default defineTask({
  name: 'models/train-detector',
  description:
    'trains a network to tell moved jets from nominal ones on one half of them; on the other half, how often its test of so many jets notices, beside KS tests of single observables',
  params: z.strictObject({
    network: z.enum(networkNames).default('pfn').describe('the network that looks for a difference, default pfn'),
    widths: z
      .strictObject({
        hl: hyperparameters.hl.prefault({}),
        pfn: hyperparameters.pfn.prefault({ phi: [64, 64, 32], f: [64, 64] }),
        efn: hyperparameters.efn.prefault({}),
        lipschitz: hyperparameters.lipschitz.prefault({}),
        dense: hyperparameters.dense.prefault({}),
      })
      .prefault({})
      .describe('layer widths per network; those of networks other than the one chosen play no part'),
    width: z.int().min(1).max(8192).optional().describe('units of every hidden layer, as of models/train'),
    depth: z.int().min(1).max(16).optional().describe('hidden layers, as of models/train'),
    epochs: z.int().min(1).max(10_000).default(30).describe('passes over the training jets at most'),
    batchSize: z.int().min(1).max(65_536).default(256).describe('jets per step'),
    learningRate: z.number().positive().max(1).default(1e-3).describe('of Adam, at its largest'),
    schedule: z.enum(schedules).default('cosine').describe('constant, or cosine: 200 steps of warm-up, then to 0 at the last epoch'), // prettier-ignore
    augment: z
      .enum(['none', 'reflect'])
      .default('reflect')
      .describe('reflect: random signs of η and φ per jet and epoch'),
    patience: z.int().min(1).default(10).describe('stops after so many epochs without a better validation AUC'),
    partition: z.enum(['train', 'validation', 'test']).default('test').describe('jets that are compared, default test'),
    classes: z.enum(['signal', 'background', 'both']).default('background').describe('which of them: an experiment can compare background, in a control region'), // prettier-ignore
    contrast: contrastParameter.describe('which classes are background and which are signal; default: the classes of these names'), // prettier-ignore
    beside: z.array(z.enum(jetObservables)).default(['mass', 'pt', 'd2']).describe('observables whose KS tests stand beside it'), // prettier-ignore
    jets: z.array(z.int().min(2).max(1_000_000)).min(1).default([10, 30, 100, 300, 1000, 3000]).describe('numbers of jets of one test'), // prettier-ignore
    pseudoExperiments: z.int().min(10).max(100_000).default(300).describe('pseudo-experiments per number of jets'),
    permutations: z.int().min(19).max(100_000).default(199).describe('permutations that calibrate the test of the detector; with the level, (permutations + 1) × level should be whole'), // prettier-ignore
    level: z.number().gt(0).lt(1).default(0.05).describe('p at or below which a test rejects'),
    seed: z.int().default(1).describe('seed of the halves, the training and the pseudo-experiments'),
  }),
  inputs: {
    nominal: { kind: splitJets, take: 'one', description: 'jets as simulated' },
    moved: { kind: splitJets, take: 'one', description: 'the same partition, row for row, moved' },
  },
  output: detection,
  tolerance: { 'metrics.json': 'interval' },
  async run({ params, inputs, ...context }) {
    const { trainDetector } = await import('../detector/train-detector.ts');
    await trainDetector({ nominal: inputs.nominal.folder, moved: inputs.moved.folder }, params, context);
  },
});
