// The task models/score: what a classifier says of jets, and the observables that an experiment would check.
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import { classifier, jetObservables, observables, scores, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const phrases = jetObservables.map((name) => observables[name].phrase).join(', ');

const params = z.strictObject({
  partition: z.enum(['train', 'validation', 'test']).default('test').describe('jets to score, default test'),
  seen: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('whether test jets may be among those that the classifier was trained or chosen on; default refuse'),
  smoothing: z
    .strictObject({
      copies: z.int().min(1).max(1000).default(16).describe('smeared copies of each jet that are scored'),
      energy: z.number().min(0).max(1).default(0.01).describe('relative standard deviation of the pT of a constituent'),
      angle: z.number().min(0).max(1).default(0.01).describe('standard deviation of η and of φ of a constituent [rad]'),
      seed: z.int().default(1).describe('seed of the draws'),
    })
    .optional()
    .describe('the mean score of smeared copies in place of the score of the jet, a defence (arXiv:1902.02918); observables are those of the jet; default: none'), // prettier-ignore
  contrast: contrastParameter.describe('which classes are background (label 0) and which are signal (label 1), all others neither (label 2); default: as the classifier was trained'), // prettier-ignore
});

export default defineTask({
  name: 'models/score',
  description: `P(signal), ${phrases} of every jet of one partition`,
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, nominal or attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier that is asked' },
  },
  output: scores,
  tolerance: {},
  async run({ params, inputs, output, scratch, key, device: asked, progress, record }) {
    const [{ deviceOf }, { scorePartition }] = await Promise.all([
      import('@jetdemon/compute'),
      import('../scoring/score-partition.ts'),
    ]);
    const device = await deviceOf({ device: asked, record });
    await scorePartition(
      {
        ...params,
        jets: inputs.jets.folder,
        classifier: inputs.classifier.folder,
        smoothing: params.smoothing && { how: params.smoothing, key: key.split(params.smoothing.seed) },
      },
      { output, scratch, device, progress, record },
    );
  },
});
