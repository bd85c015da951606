// The task simulation/cluster: calorimeter towers to jets.
import { clusteredTowers, towers } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z
  .strictObject({
    algorithm: z
      .enum(['antikt', 'kt', 'cambridge-aachen', 'genkt', 'ee-genkt'])
      .default('antikt')
      .describe(
        'generalised-kt algorithm: p = -1, 1, 0, or the p below; ee-genkt is that of e+e- events, in energies and angles; default antikt (§II)',
      ),
    p: z
      .number()
      .optional()
      .describe('power of pT², any number, for algorithm genkt; of E² for ee-genkt, there -1 by default'),
    radius: z.number().positive().max(1e4).default(1).describe('R, above 0, default 1.0 (§II); an angle for ee-genkt'),
    ptMinGeV: z
      .number()
      .min(0)
      .default(0)
      .describe('jets of less pT [GeV] are left out, and their towers belong to none; default 0'),
    strategy: z
      .enum(['auto', 'n2', 'tiled'])
      .default('auto')
      .describe(
        'how neighbours are sought, which changes no jet; default auto: by the number of towers; ee-genkt knows no tiled',
      ),
  })
  .refine(({ algorithm, p }) => algorithm === 'ee-genkt' || (algorithm === 'genkt') === (p !== undefined), {
    error: 'expected p with algorithm genkt, none or one with ee-genkt, and none with others',
    path: ['p'],
  })
  .refine(({ algorithm, strategy }) => algorithm !== 'ee-genkt' || strategy !== 'tiled', {
    error: 'expected auto or n2 with algorithm ee-genkt, found tiled',
    path: ['strategy'],
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
