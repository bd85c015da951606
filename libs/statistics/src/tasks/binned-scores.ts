// The task statistics/binned-scores: what is needed of one part of a sample to measure the significance of the whole.
import { binnedScores, scores } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'statistics/binned-scores',
  description:
    'jets of one part of a sample counted in bins of score, with those of variations of the same jets and with bootstrap replicas; statistics/binned-significance adds parts up',
  params: z.strictObject({
    bins: z
      .int()
      .min(10)
      .max(100_000)
      .default(1000)
      .describe('bins of equal width from 0 to 1, a multiple of the thresholds − 1 of statistics/binned-significance'),
    replicas: z.int().min(100).max(100_000).default(1000).describe('bootstrap replicas, the same for every part'),
    seed: z.int().default(1).describe('seed of the bootstrap, the same for every part'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores of the jets of one part as simulated' },
    variations: { kind: scores, take: 'many', description: 'scores of the same jets, row by row, each attacked' },
  },
  output: binnedScores,
  tolerance: {},
  async run({ params, inputs, output, key, progress }) {
    const { readVariedScores } = await import('../inputs/read-scores.ts');
    const { binScores } = await import('../binned/bin-scores.ts');
    const { nominal, variations } = await readVariedScores(inputs.nominal, inputs.variations, { weights: 'stated' });
    progress(`${params.replicas} bootstrap replicas of ${nominal.label.length} jets`);
    const { sums, binning } = binScores(nominal, variations, key, params);
    await binnedScores.write(output, { 'bins.arrow': sums, 'binning.json': binning });
  },
});
