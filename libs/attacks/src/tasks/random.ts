// The task attacks/random: the control, constituents moved at random within the same bounds.
import { attackedJets, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters } from '../threat/parameters.ts';

const params = z
  .strictObject({
    ...perturbationParameters,
    distribution: z
      .enum(['sign', 'uniform'])
      .default('sign')
      .describe('plus or minus epsilon (Fig. 2), or uniform in [-epsilon, epsilon] (Fig. 4, with epsilon 0.02, 1 iteration)'), // prettier-ignore
    application: z
      .enum(['iterated', 'at-once'])
      .default('iterated')
      .describe(
        'a new draw at every iteration, or one draw applied once with iterations times epsilon (authors’ code)',
      ),
    seed: z.int().default(1).describe('seed of the draws, default 1'),
  })
  .refine(
    ({ application, iterations, epsilon, epsilonPt = epsilon }) =>
      application === 'iterated' || iterations * epsilonPt < 1,
    { error: 'expected iterations × epsilon of pT below 1 when applied at once', path: ['iterations'] },
  );

export default defineTask({
  name: 'attacks/random',
  description: 'moves every constituent at random within epsilon: the control of Figs. 2 and 4',
  params,
  inputs: { jets: { kind: splitJets, take: 'one', description: 'jets, of which one partition is moved' } },
  output: attackedJets,
  async run(context) {
    const [{ attackPartition }, { scalesOf }, { perturbRandomly }] = await Promise.all([
      import('../loop/attack-partition.ts'),
      import('../threat/parameters.ts'),
      import('../random/random.ts'),
    ]);
    const { inputs, params } = context;
    const { partition, classes, contrast, iterations, distribution, application, seed } = params;
    const epsilon = scalesOf(params);
    await attackPartition(context, {
      jets: inputs.jets.folder,
      partition,
      classes,
      contrast,
      attack: perturbRandomly({ epsilon, iterations, distribution, application }),
      asked: { attack: 'random', epsilon, iterations, distribution, application, seed, classes, contrast, partition },
    });
  },
});
