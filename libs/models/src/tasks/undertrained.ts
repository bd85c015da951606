// The task models/undertrained: a network as it was before its training was over.
import { classifier } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  progress: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('which epoch: 0 as good as the reference, 1 fully trained, linear in validation AUC between; default 0 (§IV)'), // prettier-ignore
});

export default defineTask({
  name: 'models/undertrained',
  description: 'the epoch of a training whose validation AUC lies so far between that of a reference and the best, §IV',
  params,
  inputs: {
    classifier: { kind: classifier, take: 'one', description: 'the network, trained with snapshots' },
    reference: { kind: classifier, take: 'one', description: 'the network that is as good at progress 0: the high-level one' }, // prettier-ignore
  },
  output: classifier,
  tolerance: {},
  async run({ params, inputs, output, progress, record }) {
    const { undertrain } = await import('../classifier/early-epoch.ts');
    const folders = { classifier: inputs.classifier.folder, reference: inputs.reference.folder };
    const stage = await undertrain({ ...folders, progress: params.progress }, output);
    record('stage', stage);
    const [auc, target] = [stage.validationAuc.toFixed(4), stage.targetAuc.toFixed(4)];
    progress(`epoch ${stage.epoch}: validation AUC ${auc} for ${target}`, 1);
  },
});
