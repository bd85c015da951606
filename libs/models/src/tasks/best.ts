// The task models/best: the end of a hyperparameter scan.
import { classifier } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'models/best',
  description: 'the classifier of the highest validation AUC, as it is: the outcome of a hyperparameter scan, §II',
  params: z.strictObject({}),
  inputs: {
    classifiers: { kind: classifier, take: 'many', description: 'classifiers validated on the same jets' },
  },
  output: classifier,
  async run({ inputs, output, progress, record }) {
    const { copyBest } = await import('../classifier/best.ts');
    const best = await copyBest(inputs.classifiers, output);
    record('best', best);
    progress(`${best.node}: validation AUC ${best.validationAuc.toFixed(4)}, the best of ${best.ranking.length}`, 1);
  },
});
