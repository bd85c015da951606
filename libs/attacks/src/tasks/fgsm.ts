// The task attacks/fgsm: the fast gradient sign method of §III.A on one partition.
import { attackedJets, classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters, seenSmoothing } from '../threat/parameters.ts';

const params = z.strictObject({
  ...perturbationParameters,
  gradient: z
    .enum(['current', 'original'])
    .default('current')
    .describe('gradient at the jet as moved so far (§III.A), or that of the original jet at every iteration (authors’ code)'), // prettier-ignore
  sign: z
    .enum(['towards-background', 'as-printed'])
    .default('towards-background')
    .describe('lower the background loss, which is meant, or raise it: +sign ∇L as eq. (1) is printed'),
  smoothing: seenSmoothing,
});

export default defineTask({
  name: 'attacks/fgsm',
  description: 'moves every constituent along the sign of the gradient of the classifier, eq. (1), §III.A',
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which one partition is attacked' },
    classifier: { kind: classifier, take: 'one', description: 'the classifier to fool' },
  },
  output: attackedJets,
  tolerance: {},
  async run(context) {
    const [{ loadClassifier }, { attackPartition }, { fgsm }, { scalesOf }] = await Promise.all([
      import('@jetdemon/models'),
      import('../loop/attack-partition.ts'),
      import('../gradient/fgsm.ts'),
      import('../threat/parameters.ts'),
    ]);
    const { inputs, params } = context;
    const { partition, classes, contrast, iterations, gradient, sign } = params;
    const epsilon = scalesOf(params);
    await attackPartition(context, {
      jets: inputs.jets.folder,
      partition,
      classes,
      contrast,
      attack: fgsm({ epsilon, iterations, gradient, sign }),
      smoothing: params.smoothing,
      target: await loadClassifier(inputs.classifier.folder),
      asked: { attack: 'fgsm', epsilon, iterations, gradient, sign, classes, contrast, partition },
    });
  },
});
