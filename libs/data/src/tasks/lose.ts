// The task data/lose: known variations, a threshold and an efficiency of constituents.
import { splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const step = z.strictObject({
  belowGeV: z
    .number()
    .positive()
    .optional()
    .describe('of constituents below this pT [GeV]; of all others where left out'),
  is: z.number().min(0).max(1).describe('probability that such a constituent is seen'),
});

const params = z
  .strictObject({
    thresholdGeV: z.number().nonnegative().default(0).describe('constituents below this pT are lost [GeV], default 0'),
    efficiency: z
      .array(step)
      .min(1)
      .default([{ is: 1 }])
      .describe('of constituents, by pT: the first step that a constituent is below holds; default 1 everywhere'),
    seed: z.int().default(1).describe('seed of the draws, default 1'),
  })
  .refine(
    ({ efficiency }) =>
      efficiency.every(({ belowGeV = Infinity }, at) => belowGeV > (efficiency[at - 1]?.belowGeV ?? 0)) &&
      efficiency.at(-1)!.belowGeV === undefined,
    { error: 'expected steps of rising belowGeV, the last one without it', path: ['efficiency'] },
  );

export default defineTask({
  name: 'data/lose',
  description: 'leaves out constituents below a threshold, and others with a probability; the hardest of a jet stays, and no selection is made anew', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets of any classes, row by row those of the result' },
  },
  output: splitJets,
  async run({ params, inputs, output, key, progress }) {
    const [{ varyFile }, { lose }] = await Promise.all([
      import('../variations/vary-file.ts'),
      import('../variations/lose.ts'),
    ]);
    const { thresholdGeV: threshold } = params;
    const below = params.efficiency.map(({ belowGeV = Infinity }) => belowGeV);
    const is = params.efficiency.map((step) => step.is);
    const efficiency = (pt: number) => {
      for (let step = 0; step < is.length; step++) if (pt < below[step]!) return is[step]!;
      throw new Error(`internal: no efficiency for a pT of ${pt} GeV`);
    };
    let [before, after] = [0, 0];
    const count = await varyFile(inputs.jets.folder, output, (jets) => {
      const left = lose(jets, { threshold, efficiency }, key);
      before += jets.ptTeV.length;
      after += left.ptTeV.length;
      return left;
    });
    progress(`${before - after} of ${before} constituents of ${count} jets lost`, 1);
  },
});
