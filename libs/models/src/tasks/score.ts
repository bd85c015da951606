// The task models/score: what a classifier says of jets, and the observables that an experiment would check.
import { contrastParameter } from '@jetdemon/data/contrast-parameter';
import { classifier, jetObservables, observables, scores, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { smoothingParameter } from '../scoring/smoothing-parameter.ts';

const phrases = jetObservables.map((name) => observables[name].phrase).join(', ');

const params = z.strictObject({
  partition: z.enum(['train', 'validation', 'test']).default('test').describe('jets to score, default test'),
  seen: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('whether test jets may be among those that the classifier was trained or chosen on; default refuse'),
  smoothing: smoothingParameter(16, 1000).describe('the mean score of smeared copies in place of the score of the jet, a defence (arXiv:1902.02918); observables are those of the jet; default: none'), // prettier-ignore
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
