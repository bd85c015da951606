// The task statistics/exclusion: discovery and exclusion of one assumed signal when the simulation is wrong.
import { exclusion, scores } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { pairing, variedSample } from '../inputs/pairing.ts';

export default defineTask({
  name: 'statistics/exclusion',
  description:
    'Asimov significance with background uncertainty, and CLs upper limits on a signal: expected from the simulation, observed in perturbed background, and true',
  params: z.strictObject({
    signal: z
      .number()
      .gt(0)
      .default(200)
      .describe(
        'signal jets expected without a cut, default 200: S / sqrt(B) = 2 without a cut, about 3 sigma with it',
      ),
    background: z.number().gt(0).default(10_000).describe('background jets expected without a cut, default 10,000'),
    backgroundUncertainty: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('uncertainty of the background after the cut, relative to it, default 0.1'),
    confidence: z.number().gt(0).lt(1).default(0.95).describe('confidence level of the limits'),
    replicas: z.int().min(100).max(100_000).default(500).describe('bootstrap replicas'),
    interval: z.number().gt(0).lt(1).default(0.68).describe('probability content of every interval'),
    minimumBackground: z
      .int()
      .min(10)
      .default(20)
      .describe('background jets that must pass the optimal threshold, as in statistics/significance'),
    optimum: z
      .enum(['other-half', 'same-jets'])
      .default('other-half')
      .describe('where the optimum is chosen, as in statistics/significance'),
    pairing,
    seed: z.int().default(1).describe('seed of the bootstrap'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores of the jets as simulated' },
    perturbed: {
      kind: scores,
      take: 'one',
      description: 'scores of the same jets, row by row, attacked, or of other jets: see pairing',
    },
  },
  output: exclusion,
  tolerance: { 'metrics.json': 'interval' },
  async run({ params, inputs, output, key, progress }) {
    const { readPair } = await import('../inputs/read-scores.ts');
    const { measureExclusion } = await import('../exclusion/measure.ts');
    const { nominal, perturbed } = await readPair(inputs.nominal, inputs.perturbed, params);
    progress(`${params.replicas} bootstrap replicas of ${nominal.label.length} jets`);
    const options = { ...params, weights: nominal.weight };
    const measured = measureExclusion(
      nominal.label,
      nominal.score,
      variedSample(perturbed, params.pairing),
      key,
      options,
    );
    await exclusion.write(output, { 'exclusion.json': measured.exclusion, 'metrics.json': measured.metrics });
  },
});
