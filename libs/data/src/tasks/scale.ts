// The task data/scale: a known variation, the global energy scale.
import { splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  shift: z
    .number()
    .gt(-1)
    .describe('of the energy scale, relative: 0.02 multiplies pT and mass of every constituent by 1.02'),
});

export default defineTask({
  name: 'data/scale',
  description: 'shifts the global energy scale of jets: pT, mass and what else of a constituent is in TeV times one factor; no selection is made anew', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets of any classes, row by row those of the result' },
  },
  output: splitJets,
  async run({ params, inputs, output, progress }) {
    const [{ join }, { readJetChunks }, { writeJetChunks }, { withIdentity }, { scaleEnergy }] = await Promise.all([
      import('node:path'),
      import('../files/read.ts'),
      import('../files/write.ts'),
      import('../jets/identity.ts'),
      import('../jets/scale-energy.ts'),
    ]);
    const scaled = async function* () {
      for await (const jets of readJetChunks(join(inputs.jets.folder, 'jets.arrow')))
        yield scaleEnergy(withIdentity(jets), 1 + params.shift);
    };
    const count = await writeJetChunks(join(output, 'jets.arrow'), scaled());
    progress(`${count} jets at ${1 + params.shift} times their energy`, 1);
  },
});
