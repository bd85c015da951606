// The task data/load: an Arrow file into the workflow, with the paper's selection.
import { defineTask, jets } from '@jetdemon/workflow';
import { z } from 'zod';

const params = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta({ file: true })
    .describe('Arrow file of jets, relative to the workspace root; its contents are part of the key'),
  take: z
    .int()
    .positive()
    .multipleOf(2)
    .optional()
    .describe('jets to keep after the cuts, the first half of them of each class; all by default'),
  ptMinGeV: z.number().nonnegative().default(300).describe('jet pT above this [GeV], default 300 (§II)'),
  massMinGeV: z.number().nonnegative().default(50).describe('jet mass above this [GeV], default 50 (§II)'),
  absEtaMax: z.number().positive().optional().describe('|η| of the jet below this; no cut by default, as in §II'),
  constituentsMin: z
    .int()
    .min(1)
    .max(64)
    .default(3)
    .describe('at least so many constituents, 1 to 64, default 3 (§II)'),
});

export default defineTask({
  name: 'data/load',
  description: 'reads jets from an Arrow file, checks them and applies the selection of §II',
  params,
  inputs: {},
  output: jets,
  async run(context) {
    const { load } = await import('../load.ts');
    await load(context);
  },
});
