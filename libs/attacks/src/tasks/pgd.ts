// The task attacks/pgd: projected gradient descent with restarts and momentum on one partition.
import { attackedJets, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { atOnceRefused, leavesPtAtOnce, perturbationParameters, seenSmoothing } from '../threat/parameters.ts';

const params = z
  .strictObject({
    ...perturbationParameters,
    steps: z.int().min(1).max(10_000).default(20).describe('steps of every walk, 1 to 10,000'),
    restarts: z
      .int()
      .min(1)
      .max(1000)
      .default(2)
      .describe('walks, 1 to 1000: the first from the jet as it is, each other from a point drawn in the box'),
    stepSize: z
      .number()
      .positive()
      .max(2)
      .default(0.25)
      .describe('share of the half-width of the box, iterations × epsilon, that a coordinate moves in one step; 2 goes through all of it'), // prettier-ignore
    momentum: z
      .number()
      .min(0)
      .max(1)
      .default(0.75)
      .describe('how much of the earlier steps’ pull is kept, 0 (none) to 1'),
    seed: z.int().default(1).describe('seed of the starts, default 1'),
    smoothing: seenSmoothing,
  })
  .refine(leavesPtAtOnce, atOnceRefused);

export default defineTask({
  name: 'attacks/pgd',
  description: 'moves every constituent to the lowest point that walks down the gradient of the classifier find inside the box of iterations × epsilon (arXiv:1706.06083)', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which one partition is attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
  },
  output: attackedJets,
  tolerance: {},
  async run(context) {
    const [{ loadClassifier }, { attackPartition }, { pgd }, { scalesOf }] = await Promise.all([
      import('@jetdemon/models'),
      import('../loop/attack-partition.ts'),
      import('../gradient/pgd.ts'),
      import('../threat/parameters.ts'),
    ]);
    const { inputs, params } = context;
    const { partition, classes, contrast, iterations, steps, restarts, stepSize, momentum, seed } = params;
    const epsilon = scalesOf(params);
    const how = { epsilon, iterations, steps, restarts, stepSize, momentum };
    await attackPartition(context, {
      jets: inputs.jets.folder,
      partition,
      classes,
      contrast,
      attack: pgd(how),
      smoothing: params.smoothing,
      target: await loadClassifier(inputs.classifier.folder),
      asked: { attack: 'pgd', ...how, seed, classes, contrast, partition },
    });
  },
});
