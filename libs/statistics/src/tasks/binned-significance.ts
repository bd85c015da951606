// The task statistics/binned-significance: the curves and numbers of statistics/significance for a sample in parts.
import { binnedScores, significance } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'statistics/binned-significance',
  description:
    'statistics/significance of a sample in parts, whose sums are added one part after the other: thresholds are edges of bins',
  params: z.strictObject({
    interval: z.number().gt(0).lt(1).default(0.68).describe('probability content of every interval'),
    minimumBackground: z
      .int()
      .min(10)
      .default(20)
      .describe(
        'background jets that must pass a threshold for it to count, whatever their weights (§IV: beyond lies a fluctuation of the tail)',
      ),
    thresholds: z.int().min(2).max(10_000).default(201).describe('points of each curve, evenly from 0 to 1'),
  }),
  inputs: {
    parts: { kind: binnedScores, take: 'many', description: 'the parts of one sample, binned alike' },
  },
  output: significance,
  tolerance: { 'metrics.json': 'interval', 'metrics.json jets': 0.1 },
  async run({ params, inputs, output, progress }) {
    const { InputError } = await import('@jetdemon/workflow');
    const { MergedSums } = await import('../binned/merged-sums.ts');
    const { measureBinned } = await import('../binned/measure.ts');
    const [first] = inputs.parts;
    if (!first) throw new InputError('expected at least one part, found none', 'parts:');
    const sums = new MergedSums(await binnedScores.read(first, 'binning.json'));
    for (const [at, part] of inputs.parts.entries()) {
      const binning = await binnedScores.read(part, 'binning.json');
      sums.add(await binnedScores.read(part, 'bins.arrow'), binning, part.node);
      progress(`part ${at + 1} of ${inputs.parts.length}`, (at + 1) / (inputs.parts.length + 1));
    }
    const { curves, metrics } = measureBinned(sums, params, first.node);
    await significance.write(output, { 'curves.arrow': curves, 'metrics.json': metrics });
  },
});
