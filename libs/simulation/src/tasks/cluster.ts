// The task simulation/cluster: calorimeter towers to jets.
import { clusteredTowers, defineTask, towers } from '@jetdemon/workflow';
import { z } from 'zod';

const params = z
  .strictObject({
    algorithm: z
      .enum(['antikt', 'kt', 'cambridge-aachen', 'genkt'])
      .default('antikt')
      .describe('generalised-kt algorithm: p = -1, 1, 0, or the p below; default antikt (§II)'),
    p: z.number().optional().describe('power of pT², any number; with algorithm genkt, and only with it'),
    radius: z.number().positive().max(1e4).default(1).describe('R, above 0, default 1.0 (§II)'),
    ptMinGeV: z
      .number()
      .min(0)
      .default(0)
      .describe('jets of less pT [GeV] are left out, and their towers belong to none; default 0'),
    strategy: z
      .enum(['auto', 'n2', 'tiled'])
      .default('auto')
      .describe('how neighbours are sought, which changes no jet; default auto: by the number of towers'),
  })
  .refine(({ algorithm, p }) => (algorithm === 'genkt') === (p !== undefined), {
    error: 'expected p with algorithm genkt, and only with it',
    path: ['p'],
  });

export default defineTask({
  name: 'simulation/cluster',
  description: 'clusters the towers of each event into inclusive jets, E-scheme (§II: anti-kt, R = 1.0)',
  params,
  inputs: { towers: { kind: towers, take: 'one', description: 'calorimeter towers' } },
  output: clusteredTowers,
  async run(context) {
    const { clusterEvents } = await import('../clustering/cluster-events.ts');
    await clusterEvents(context);
  },
});
