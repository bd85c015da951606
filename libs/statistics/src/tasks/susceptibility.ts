// The task statistics/susceptibility: what an adversary costs a network, against how far the network was trained.
import { significance, susceptibility } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'statistics/susceptibility',
  description:
    'loss at the nominal optimum against AUC, over stages of training and training seeds, and its slope (§IV)',
  params: z.strictObject({
    stages: z
      .array(z.string())
      .min(2)
      .describe('from least to most trained: labels of the axis stage, and stages that names gives'),
    names: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'node (significance@network=ll): its stage, for nodes without an axis stage; need not be one of stages',
      ),
    variations: z
      .array(z.string())
      .min(1)
      .default(['adversary-scores', 'undertrained-adversary-scores'])
      .describe('the variation whose loss is taken: each input has exactly one of these'),
  }),
  inputs: {
    curves: { kind: significance, take: 'many', description: 'one result per stage and training seed' },
  },
  output: susceptibility,
  tolerance: { 'metrics.json': 'interval' },
  async run({ params, inputs, output }) {
    const { measureSusceptibility } = await import('../susceptibility/measure.ts');
    const { networksOf } = await import('../susceptibility/stages.ts');
    const { readRun } = await import('../significance/runs.ts');
    const runs = await Promise.all(inputs.curves.map(readRun));
    const networks = networksOf(runs, params);
    const interval = runs[0]?.metrics.convention.interval;
    const { points, metrics } = measureSusceptibility(networks, params.stages, { interval });
    await susceptibility.write(output, { 'points.arrow': points, 'metrics.json': metrics });
  },
});
