// The task attacks/adversary: what a trained adversary makes of one partition.
import { adversary, attackedJets, splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { perturbationParameters } from '../threat/parameters.ts';

export default defineTask({
  name: 'attacks/adversary',
  description: 'moves every constituent as a trained adversary network says, signal and background alike, §III.B',
  params: z.strictObject({
    partition: perturbationParameters.partition,
    classes: perturbationParameters.classes
      .default('both')
      .describe('which jets are attacked, both: all; the others stay as they are (§III.B: both)'),
    contrast: perturbationParameters.contrast,
  }),
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets, of which one partition is attacked' },
    adversary: { kind: adversary, take: 'one', description: 'the adversary' },
  },
  output: attackedJets,
  tolerance: {},
  async run(context) {
    const [{ attackPartition }, { applied, loadAdversary }] = await Promise.all([
      import('../loop/attack-partition.ts'),
      import('../adversary/store.ts'),
    ]);
    const { inputs, params } = context;
    const { partition, classes, contrast } = params;
    const loaded = await loadAdversary(inputs.adversary.folder);
    const { rho, hidden, inputs: shown } = loaded.network;
    await attackPartition(context, {
      jets: inputs.jets.folder,
      partition,
      classes,
      contrast,
      target: loaded.target,
      attack: applied(loaded),
      asked: {
        attack: 'adversary',
        rho,
        hidden,
        inputs: shown,
        accepted: loaded.accepted,
        classes,
        contrast,
        partition,
      },
    });
  },
});
