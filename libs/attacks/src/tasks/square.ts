// The task attacks/square: the Square attack on one partition, by the scores of a classifier alone.
import { attackedJets, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { atOnceRefused, leavesPtAtOnce, perturbationParameters } from '../threat/parameters.ts';

const params = z
  .strictObject({
    ...perturbationParameters,
    queries: z
      .int()
      .min(1)
      .max(100_000)
      .default(200)
      .describe('how often the classifier is asked about each jet, 1 to 100,000'),
    seed: z.int().default(1).describe('seed of the draws, default 1'),
  })
  .refine(leavesPtAtOnce, atOnceRefused);

export default defineTask({
  name: 'attacks/square',
  description: 'moves every constituent to a corner of the box of iterations × epsilon that a random search finds by the scores of the classifier alone, without its gradient (arXiv:1912.00049)', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which one partition is attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
  },
  output: attackedJets,
  tolerance: {},
  async run(context) {
    const [{ loadClassifier }, { attackPartition }, { square }, { scalesOf }] = await Promise.all([
      import('@jetdemon/models'),
      import('../loop/attack-partition.ts'),
      import('../queries/square.ts'),
      import('../threat/parameters.ts'),
    ]);
    const { inputs, params } = context;
    const { partition, classes, contrast, iterations, queries, seed } = params;
    const epsilon = scalesOf(params);
    await attackPartition(context, {
      jets: inputs.jets.folder,
      partition,
      classes,
      contrast,
      attack: square({ epsilon, iterations, queries }),
      target: await loadClassifier(inputs.classifier.folder),
      asked: { attack: 'square', epsilon, iterations, queries, seed, classes, contrast, partition },
    });
  },
});
