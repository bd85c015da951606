// The task attacks/check: does an attack fool itself?
import { adversary, attackChecks, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask, InputError } from '@jetdemon/workflow';
import * as z from 'zod';
import { resolutionParameters } from '../threat/resolution-parameters.ts';
import { perturbationParameters } from '../threat/parameters.ts';

const names = ['fgsm', 'pgd', 'square', 'minimum-norm', 'adversary'] as const;

const params = z
  .strictObject({
    attack: z.enum(names).default('pgd').describe('which attack is checked; of adversary, the one at that port'),
    ...perturbationParameters,
    ...resolutionParameters,
    steps: z.int().min(1).max(10_000).default(20).describe('of attacks/pgd and attacks/minimum-norm; attacks/fgsm takes as many as iterations'), // prettier-ignore
    restarts: z.int().min(1).max(1000).default(1).describe('of attacks/pgd'),
    stepSize: z.number().positive().max(2).default(0.25).describe('of attacks/pgd'),
    momentum: z.number().min(0).max(1).default(0.75).describe('of attacks/pgd'),
    jets: z.int().min(1).max(100_000).default(500).describe('how many of the jets are looked at, the first ones'),
    queries: z.int().min(1).max(100_000).default(100).describe('of attacks/square and of the random search that others are held against, for each jet'), // prettier-ignore
    seed: z.int().default(1).describe('seed of the draws, default 1'),
  })
  .refine(({ iterations, epsilon, epsilonPt = epsilon }) => iterations * epsilonPt < 1, {
    error: 'expected iterations × epsilon of pT below 1: the random search moves at once',
    path: ['iterations'],
  });

export default defineTask({
  name: 'attacks/check',
  description: 'checks whether an attack fools itself: twice the steps, no bound, a random search in the same box or along the gradient, slopes of zero (arXiv:1902.06705, arXiv:2003.01690); which of these an attack can be asked depends on it', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which some of one partition are attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
    adversary: { kind: adversary, take: 'many', description: 'with attack: adversary, the one that is checked' },
  },
  output: attackChecks,
  tolerance: {},
  async run(context) {
    const [{ deviceOf }, { loadClassifier, requireGradient }, { firstToAttack }, { checksOf }] = await Promise.all([
      import('@jetdemon/compute'),
      import('@jetdemon/models'),
      import('../loop/attack-partition.ts'),
      import('../checks/checks-of.ts'),
    ]);
    const { inputs, params, key, output, progress } = context;
    const { attack, partition, classes, contrast, queries } = params;
    const wanted = attack === 'adversary' ? 1 : 0;
    if (inputs.adversary.length !== wanted) {
      const found = inputs.adversary.length;
      throw new InputError(`adversary: expected ${wanted === 1 ? 'one' : 'none'} with attack: ${attack}, found ${found}`);
    }
    const target = await loadClassifier(inputs.classifier.folder);
    if (attack !== 'square') requireGradient(target, 'this check');
    const chosen = { jets: inputs.jets.folder, partition, classes, contrast, target };
    const { jets, rows } = await firstToAttack(chosen, params.jets);
    const given = { device: await deviceOf(context), target, key, rows, queries, progress };
    const checks = await checksOf(jets, { ...params, adversary: inputs.adversary[0] }, given);
    await attackChecks.write(output, { 'checks.json': { asked: params, jets: rows.length, checks } });
  },
}); // prettier-ignore
