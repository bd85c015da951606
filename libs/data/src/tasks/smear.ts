// The task data/smear: a known variation, the resolution of energies and directions.
import { splitJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const part = (what: string) => z.number().nonnegative().default(0).describe(`${what}, default 0`);

const params = z
  .strictObject({
    stochastic: part('a of σ/pT = a/√pT ⊕ b ⊕ n/pT, with pT of a constituent in GeV [√GeV]'),
    constant: part('b of it'),
    noise: part('n of it [GeV]'),
    angle: part('standard deviation of η and of φ of a constituent [rad]'),
    seed: z.int().default(1).describe('seed of the draws, default 1; of two smearings in a row each needs its own'),
  })
  .refine(({ stochastic, constant, noise, angle }) => stochastic + constant + noise + angle > 0, {
    error: 'expected a resolution (stochastic, constant, noise or angle) above 0',
  });

export default defineTask({
  name: 'data/smear',
  description: 'smears constituents once more: pT by a log-normal factor of mean 1, η and φ by normal numbers; no selection is made anew', // prettier-ignore
  params,
  inputs: {
    jets: { kind: splitJets, take: 'one', description: 'jets of any classes, row by row those of the result' },
  },
  output: splitJets,
  async run({ params, inputs, output, key, progress }) {
    const [{ varyFile }, { smear }] = await Promise.all([
      import('../variations/vary-file.ts'),
      import('../variations/smear.ts'),
    ]);
    const count = await varyFile(inputs.jets.folder, output, (jets) => smear(jets, params, key));
    progress(`${count} jets smeared`, 1);
  },
});
