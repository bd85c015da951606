// The task data/add-soft: a known variation, soft constituents that the simulation lacks.
import { splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  mean: z.number().positive().max(500).describe('number per jet, its mean; Poisson'),
  ptGeV: z.number().positive().describe('mean of their pT above the threshold [GeV]; exponential'),
  thresholdGeV: z.number().nonnegative().default(0).describe('least pT [GeV], default 0'),
  radius: z
    .number()
    .positive()
    .default(1)
    .describe('of the circle in (η, φ) around the axis of the jet in which they lie, uniform in area; default 1'),
  seed: z.int().default(1).describe('seed of the draws, default 1'),
});

export default defineTask({
  name: 'data/add-soft',
  description: 'adds soft massless constituents around the axis of each jet; of more than there are slots the softest are left out, and no selection is made anew', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets of (pT, η, φ) alone, row by row those of the result' },
  },
  output: splitJets,
  async run({ params, inputs, output, key, progress }) {
    const [{ varyFile }, { addSoft }] = await Promise.all([
      import('../variations/vary-file.ts'),
      import('../variations/add-soft.ts'),
    ]);
    const { thresholdGeV: threshold, ...soft } = params;
    const count = await varyFile(inputs.jets.folder, output, (jets) => addSoft(jets, { threshold, ...soft }, key));
    progress(`${count} jets with ${params.mean} more constituents on average`, 1);
  },
});
