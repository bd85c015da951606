// The task attacks/grow: soft constituents or collinear splittings that fool a classifier, §V.
import { attackedJets, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters } from '../threat/parameters.ts';

const { classes, contrast, partition } = perturbationParameters;

const params = z.strictObject({
  by: z
    .enum(['soft', 'collinear'])
    .describe('soft: new constituents about the axis; collinear: the hardest constituents, each split in two'),
  most: z
    .int()
    .min(0)
    .max(255)
    .default(8)
    .describe('new constituents of a jet at most; fewer where it has fewer free slots'),
  fraction: z
    .number()
    .min(0)
    .lt(1)
    .default(0.01)
    .describe('of the pT of the jet, what soft ones have together at most; collinear: plays no part'),
  angle: z
      .number()
      .min(0)
      .max(3)
      .optional()
      .describe('largest distance in (η, φ): of a soft one from the axis, default 0.8; of the two of a splitting, default 0.02'), // prettier-ignore
  steps: z.int().min(1).max(10_000).default(10).describe('of every walk down the gradient'),
  restarts: z.int().min(1).max(1000).default(2).describe('walks, each from places and shares drawn at random'),
  seed: z.int().default(1).describe('seed of the draws, default 1'),
  ...{ classes, contrast, partition },
});

export default defineTask({
  name: 'attacks/grow',
  description: 'lets jets grow by soft constituents or collinear splittings that the gradient of the classifier chooses: observables that are safe hardly move (§V)', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets of (pT, η, φ) alone, of which one partition is attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
  },
  output: attackedJets,
  tolerance: {},
  async run(context) {
    const [{ loadClassifier }, { attackPartition }, { growerOf }] = await Promise.all([
      import('@jetdemon/models'),
      import('../loop/attack-partition.ts'),
      import('../growth/grower.ts'),
    ]);
    const { inputs, params, key } = context;
    const { by, most, fraction, steps, restarts, classes, contrast, partition } = params;
    const angle = params.angle ?? (by === 'soft' ? 0.8 : 0.02);
    const growth =
      by === 'soft' ? ({ kind: by, most, fraction, angle } as const) : ({ kind: by, most, angle } as const);
    const target = await loadClassifier(inputs.classifier.folder);
    await attackPartition(context, {
      ...{ jets: inputs.jets.folder, partition, classes, contrast, target },
      attack: {
        needs: 'growth',
        attacker: (layout, device, batchSize) =>
          growerOf(growth, layout, { device, target, key, steps, restarts, batchSize }),
      },
      asked: { attack: 'grow', ...params, angle },
    });
  },
});
