// The task attacks/check: does an attack that follows gradients fool itself?
import { attackChecks, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters } from '../threat/parameters.ts';

const params = z
  .strictObject({
    attack: z.enum(['fgsm', 'pgd']).default('pgd').describe('which attack is checked'),
    ...perturbationParameters,
    steps: z.int().min(1).max(10_000).default(20).describe('of attacks/pgd; attacks/fgsm takes as many as iterations'),
    restarts: z.int().min(1).max(1000).default(1).describe('of attacks/pgd'),
    stepSize: z.number().positive().max(2).default(0.25).describe('of attacks/pgd'),
    momentum: z.number().min(0).max(1).default(0.75).describe('of attacks/pgd'),
    jets: z.int().min(1).max(100_000).default(500).describe('how many of the jets are looked at, the first ones'),
    queries: z.int().min(1).max(100_000).default(100).describe('of the random search, for each jet'),
    seed: z.int().default(1).describe('seed of the draws, default 1'),
  })
  .refine(({ iterations, epsilon, epsilonPt = epsilon }) => iterations * epsilonPt < 1, {
    error: 'expected iterations × epsilon of pT below 1: the random search moves at once',
    path: ['iterations'],
  });

export default defineTask({
  name: 'attacks/check',
  description: 'checks whether an attack fools itself: twice the steps, no bound, a random search in the same box, slopes of zero (arXiv:1902.06705, arXiv:2003.01690)', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which some of one partition are attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
  },
  output: attackChecks,
  tolerance: {},
  async run(context) {
    const [{ deviceOf }, { loadClassifier }, { firstToAttack }, { selfCheck }, { fgsm }, { pgd }, { scalesOf }] =
      await Promise.all([
        import('@jetdemon/compute'),
        import('@jetdemon/models'),
        import('../loop/attack-partition.ts'),
        import('../checks/self-check.ts'),
        import('../gradient/fgsm.ts'),
        import('../gradient/pgd.ts'),
        import('../threat/parameters.ts'),
      ]);
    const { inputs, params, key, output, progress } = context;
    const { attack, iterations, restarts, stepSize, momentum, partition, classes, contrast, queries } = params;
    const epsilon = scalesOf(params);
    const target = await loadClassifier(inputs.classifier.folder);
    const chosen = { jets: inputs.jets.folder, partition, classes, contrast, target };
    const { jets, rows } = await firstToAttack(chosen, params.jets);
    const checks = await selfCheck(
      jets,
      {
        box: { pt: iterations * epsilon.pt, eta: iterations * epsilon.eta, phi: iterations * epsilon.phi },
        steps: attack === 'fgsm' ? iterations : params.steps,
        make: ({ pt, eta, phi }, steps) =>
          attack === 'fgsm'
            ? fgsm({ epsilon: { pt: pt / steps, eta: eta / steps, phi: phi / steps }, iterations: steps })
            : pgd({ epsilon: { pt, eta, phi }, iterations: 1, steps, restarts, stepSize, momentum }),
      },
      { device: await deviceOf(context), target, key, rows, queries, progress },
    );
    await attackChecks.write(output, { 'checks.json': { asked: params, jets: rows.length, checks } });
  },
});
