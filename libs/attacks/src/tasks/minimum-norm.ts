// The task attacks/minimum-norm: the smallest move of every jet across a threshold, in units of the resolution.
import { attackedJets, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters } from '../threat/parameters.ts';
import { resolutionParameters } from '../threat/resolution-parameters.ts';

const { classes, contrast, partition } = perturbationParameters;

const params = z.strictObject({
  ...resolutionParameters,
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
