// The task models/train-parts: a classifier from split jets in parts, one of which is in memory at a time.
import { classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import train from './train.ts';

export default defineTask({
  name: 'models/train-parts',
  description:
    'models/train of a sample in parts that are alike, one in memory at a time: an epoch goes through the parts in another order, and through the jets of each in another order',
  params: train.params,
  inputs: {
    parts: { kind: splitJets, take: 'many', description: 'parts of one sample, each with jets of both classes' },
  },
  output: classifier,
  tolerance: { 'classifier.json best.validationAuc': 0.01 },
  async run({ inputs, ...context }) {
    const [{ join }, { trainOnFiles }] = await Promise.all([
      import('node:path'),
      import('../training/train-on-files.ts'),
    ]);
    await trainOnFiles(
      inputs.parts.map(({ folder }) => join(folder, 'jets.arrow')),
      context,
    );
  },
});
