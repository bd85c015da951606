// The task models/certify: scores that no attack within a budget can bring lower, and attacks held against the certificate.
import { attackedJets, certifiedScores, classifier, splitJets } from '@jetdemon/artifacts';
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const epsilon = z.number().min(0).lt(1);

const params = z.strictObject({
  epsilon: epsilon.default(0.001).describe('largest move per iteration, on all axes: relative in pT, absolute in η and φ [rad]'), // prettier-ignore
  epsilonPt: epsilon.optional().describe('the same for pT alone (relative), default epsilon'),
  epsilonEta: epsilon.optional().describe('the same for η alone, default epsilon'),
  epsilonPhi: epsilon.optional().describe('the same for φ alone [rad], default epsilon'),
  iterations: z.int().min(1).max(1000).default(10).describe('how often the move is applied'),
  classes: z.enum(['signal', 'background', 'both']).default('signal').describe('which jets an attack may move'),
  partition: z.enum(['train', 'validation', 'test']).default('test').describe('jets to score, default test'),
  seen: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('whether test jets may be among those that the classifier was trained or chosen on; default refuse'),
  contrast: contrastParameter.describe('which classes are background (label 0) and which are signal (label 1), all others neither (label 2); default: as the classifier was trained'), // prettier-ignore
});

export default defineTask({
  name: 'models/certify',
  description:
    'scores as low (background: as high) as any attack within a budget could make them, by the certificate of a lipschitz network; fails where attacked jets moved a logit further than it allows',
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets as they were' },
    classifier: { kind: classifier, take: 'one', description: 'a classifier with a certificate' },
    attacked: { kind: attackedJets, take: 'many', description: 'the same partition attacked, to hold against it' },
  },
  output: certifiedScores,
  tolerance: {},
  async run({ params, inputs, output, scratch, device: asked, progress, record }) {
    const [{ deviceOf }, { certifyPartition }, { budgetOf }] = await Promise.all([
      import('@jetdemon/compute'),
      import('../certificate/certify.ts'),
      import('../certificate/certificate.ts'),
    ]);
    const device = await deviceOf({ device: asked, record });
    const { epsilon, epsilonPt: pt = epsilon, epsilonEta: eta = epsilon, epsilonPhi: phi = epsilon } = params;
    await certifyPartition(
      {
        ...params,
        jets: inputs.jets.folder,
        classifier: inputs.classifier.folder,
        attacked: inputs.attacked,
        budget: budgetOf({ pt, eta, phi }, params.iterations),
      },
      { output, scratch, device, progress, record },
    );
  },
});
