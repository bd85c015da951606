// The task statistics/average: significance averaged over training seeds.
import { significance } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'statistics/average',
  description: 'significance averaged over trainings that differ in their seed, intervals covering jets and seeds',
  params: z.strictObject({
    axis: z.string().default('seed').describe('axis of the matrix that is averaged over'),
  }),
  inputs: {
    runs: { kind: significance, take: 'many', description: 'one result per training seed, of the same test jets' },
  },
  output: significance,
  tolerance: { 'metrics.json': 'interval', 'metrics.json jets': 0.1 },
  async run({ params, inputs, output }) {
    const { averageRuns } = await import('../significance/average.ts');
    const { replicaFiles } = await import('../significance/replicas.ts');
    const { checkPointsOf, readRun } = await import('../significance/runs.ts');
    checkPointsOf(params.axis, inputs.runs);
    const read = inputs.runs.map(async (input) => ({
      ...(await readRun(input)),
      curves: await significance.read(input, 'curves.arrow'),
    }));
    const { curves, metrics, replicas } = averageRuns(await Promise.all(read));
    await significance.write(output, { 'curves.arrow': curves, 'metrics.json': metrics, ...replicaFiles(replicas) });
  },
});
