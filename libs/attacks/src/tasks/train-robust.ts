// The task attacks/train-robust: a classifier trained against attacks.
import { classifier, splitJets } from '@jetdemon/artifacts';
import { trainingParameters } from '@jetdemon/models/training-parameters';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const epsilon = z.number().min(0).lt(1);

export default defineTask({
  name: 'attacks/train-robust',
  description:
    'trains a classifier, as models/train does, on jets that are attacked anew before every step (adversarial training), under a penalty on its gradient, or both; the epoch with the best validation AUC, of jets that nobody attacked, is kept',
  params: z.strictObject({
    ...trainingParameters,
    epsilon: epsilon
      .default(0.01)
      .describe('how far a jet is moved at most in all, on all axes: relative in pT, absolute in η and φ [rad]'),
    epsilonPt: epsilon.optional().describe('the same for pT alone (relative), default epsilon'),
    epsilonEta: epsilon.optional().describe('the same for η alone, default epsilon'),
    epsilonPhi: epsilon.optional().describe('the same for φ alone [rad], default epsilon'),
    share: z.number().min(0).max(1).default(0.5).describe('weight of attacked jets in the loss, the rest is that of the jets as they are; 0: none are attacked, and without gradientPenalty this is models/train'), // prettier-ignore
    steps: z.int().min(1).max(100).default(1).describe('gradients that an attack takes: 1 is FGSM (arXiv:1412.6572), more are PGD (arXiv:1706.06083)'), // prettier-ignore
    stepSize: z.number().positive().max(2).optional().describe('how far a step goes, in units of epsilon; default 1 for one step, else 2.5 / steps'), // prettier-ignore
    start: z.enum(['jet', 'random']).default('jet').describe('where an attack begins: at the jet, or anywhere within epsilon'), // prettier-ignore
    classes: z.enum(['signal', 'both']).default('signal').describe('which jets are attacked: signal, moved to look like background (§III.A), or both, each to look like the other'), // prettier-ignore
    gradientPenalty: z.number().min(0).default(0).describe('λ of λ ⟨Σ ε |∂L/∂J|⟩, what the loss can change by within epsilon to first order (arXiv:1802.01421), added to the loss; default 0, none'), // prettier-ignore
  }),
  inputs: { jets: { kind: splitJets, take: 'one', description: 'jets to train and validate on' } },
  output: classifier,
  tolerance: { 'classifier.json best.validationAuc': 0.01 },
  async run({ inputs, params, ...context }) {
    const [{ join }, { trainOnFiles }, { innerAttack }, { gradientPenalty }, { scalesOf }] = await Promise.all([
      import('node:path'),
      import('@jetdemon/models'),
      import('../defence/inner-attack.ts'),
      import('../defence/gradient-penalty.ts'),
      import('../threat/parameters.ts'),
    ]);
    const { share, steps, start, classes, gradientPenalty: lambda } = params;
    const { stepSize = steps === 1 ? 1 : 2.5 / steps } = params;
    const scales = scalesOf(params);
    const inner = { epsilon: scales, steps, stepSize, start, classes };
    await trainOnFiles([join(inputs.jets.folder, 'jets.arrow')], { ...context, params }, (layout) => ({
      described: { ...(share > 0 && { attacked: { share, ...inner } }), ...(lambda > 0 && { slope: lambda, scales }) },
      ...(share > 0 && { noise: start === 'random', attacked: { share, move: innerAttack(inner, layout) } }),
      ...(lambda > 0 && { penalties: [gradientPenalty(lambda, scales, layout)] }),
    }));
  },
});
