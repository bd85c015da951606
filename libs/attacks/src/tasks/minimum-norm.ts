// The task attacks/minimum-norm: the smallest move of every jet across a threshold, in units of the resolution.
import { attackedJets, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters } from '../threat/parameters.ts';

const { classes, contrast, partition } = perturbationParameters;

const params = z.strictObject({
  relativePt: z
    .string()
    .default('hypot(0.5 / sqrt(energy), 0.03)')
    .describe('σ(pT) / pT of a constituent: a formula of its pt, eta, energy and the other quantities of models/import, in GeV; default as a hadron calorimeter'), // prettier-ignore
  eta: z
    .string()
    .default('0.01')
    .describe('σ of its η, likewise; default between the towers of an electromagnetic and of a hadron calorimeter'),
  phi: z.string().default('0.01').describe('σ of its φ [rad], likewise'),
  threshold: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('of P(signal), below which a jet passes for background; default 0.5'),
  budget: z
    .number()
    .min(0)
    .optional()
    .describe('largest √χ²: jets that need more stay as they are; default none, every jet is moved that can be'),
  steps: z.int().min(1).max(10_000).default(20).describe('projections onto the boundary, 1 to 10,000'),
  classes,
  contrast,
  partition,
});

export default defineTask({
  name: 'attacks/minimum-norm',
  description: 'moves every jet just across a threshold of the classifier, by the smallest χ² in units of the resolution of its constituents that is found (arXiv:1907.02044); the column smallest_budget has √χ² of each', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which one partition is attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
  },
  output: attackedJets,
  tolerance: {},
  async run(context) {
    const [{ loadClassifier }, { attackPartition }, { minimumNorm }] = await Promise.all([
      import('@jetdemon/models'),
      import('../loop/attack-partition.ts'),
      import('../gradient/minimum-norm.ts'),
    ]);
    const { inputs, params } = context;
    const { relativePt, eta, phi, threshold, budget, steps, classes, contrast, partition } = params;
    await attackPartition(context, {
      jets: inputs.jets.folder,
      partition,
      classes,
      contrast,
      attack: minimumNorm({ resolution: { relativePt, eta, phi }, threshold, budget, steps }),
      target: await loadClassifier(inputs.classifier.folder),
      asked: { attack: 'minimum-norm', ...params },
    });
  },
});
