// The task models/train: a classifier from split jets.
import { classifier, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { trainingParameters } from '../training/parameters.ts';

export default defineTask({
  name: 'models/train',
  description:
    'trains a classifier on the train partition, without event weights unless weighted; the epoch with the best validation AUC is kept',
  params: z.strictObject(trainingParameters),
  inputs: { jets: { kind: splitJets, take: 'one', description: 'jets to train and validate on' } },
  output: classifier,
  tolerance: { 'classifier.json best.validationAuc': 0.01 },
  async run({ inputs, ...context }) {
    const [{ join }, { trainOnFiles }] = await Promise.all([
      import('node:path'),
      import('../training/train-on-files.ts'),
    ]);
    await trainOnFiles([join(inputs.jets.folder, 'jets.arrow')], context);
  },
});
