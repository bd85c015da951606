// The task statistics/significance: the curves and numbers of Figure 2 and §IV.
import { scores, significance } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { pairing, variedSample } from '../inputs/pairing.ts';

export default defineTask({
  name: 'statistics/significance',
  description:
    'eps_S / sqrt(eps_B) against threshold, its peak and its loss under variations of the same jets or in other jets, with bootstrap intervals',
  params: z.strictObject({
    replicas: z.int().min(100).max(100_000).default(1000).describe('bootstrap replicas'),
    interval: z.number().gt(0).lt(1).default(0.68).describe('probability content of every interval'),
    minimumBackground: z
      .int()
      .min(10)
      .default(20)
      .describe(
        'background jets that must pass a threshold for it to count, whatever their weights (§IV: beyond lies a fluctuation of the tail)',
      ),
    optimum: z
      .enum(['other-half', 'same-jets'])
      .default('other-half')
      .describe(
        'other-half: each half of the jets of a class is quoted at the optimum of the other half; same-jets: the optimum of all jets on these, whose peaks are too high by chance and losses with them',
      ),
    thresholds: z.int().min(2).max(10_000).default(201).describe('points of each curve, evenly from 0 to 1'),
    pairing,
    seed: z.int().default(1).describe('seed of the bootstrap'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores of the jets as simulated' },
    variations: {
      kind: scores,
      take: 'many',
      description: 'scores of the same jets, row by row, each attacked, or of other jets: see pairing',
    },
  },
  output: significance,
  tolerance: { 'metrics.json': 'interval', 'metrics.json jets': 0.1 },
  async run({ params, inputs, output, key, progress }) {
    const { identityOf } = await import('../inputs/identity.ts');
    const { replicaFiles } = await import('../significance/replicas.ts');
    const { readVariedScores } = await import('../inputs/read-scores.ts');
    const { measureSignificance } = await import('../significance/measure.ts');
    const { nominal, variations } = await readVariedScores(inputs.nominal, inputs.variations, params);
    progress(`${params.replicas} bootstrap replicas of ${nominal.label.length} jets`);
    const varied = Object.fromEntries(
      Object.entries(variations).map(([name, table]) => [name, variedSample(table, params.pairing)]),
    );
    const others = params.pairing === 'unpaired' ? variations : {};
    const identity = identityOf({ nominal, ...others }, key, params.replicas);
    const options = { ...params, weights: nominal.weight, identity };
    const { curves, metrics, replicas } = measureSignificance(nominal.label, nominal.score, varied, key, options);
    await significance.write(output, { 'curves.arrow': curves, 'metrics.json': metrics, ...replicaFiles(replicas) });
  },
});
