// The task data/scale: a known variation, the energy scale.
import { splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  shift: z
    .number()
    .gt(-1)
    .describe('of the energy scale, relative: 0.02 multiplies pT and mass of every constituent by 1.02'),
  of: z
    .strictObject({
      feature: z.string().min(1).describe('a feature of the constituents'),
      values: z.array(z.number()).min(1).describe('what it is of those that are scaled'),
    })
    .optional()
    .describe(
      'constituents of one kind alone, by a feature that tells kinds apart (a charge, a particle number); all by default',
    ),
});

export default defineTask({
  name: 'data/scale',
  description: 'shifts the energy scale of jets: pT, mass and what else of a constituent is in TeV times one factor; no selection is made anew', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets of any classes, row by row those of the result' },
  },
  output: splitJets,
  async run({ params, inputs, output, progress }) {
    const [{ varyFile }, { scaleEnergy }] = await Promise.all([
      import('../variations/vary-file.ts'),
      import('../variations/scale-energy.ts'),
    ]);
    const { shift, of } = params;
    const count = await varyFile(inputs.jets.folder, output, (jets) => scaleEnergy(jets, 1 + shift, of));
    progress(`${count} jets at ${1 + shift} times their energy`, 1);
  },
});
