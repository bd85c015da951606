// The task simulation/select: clustered events to the jets that networks take, with a cut-flow.
import { clusteredTowers, selectedJets } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  photonWithin: z.number().positive().nullable().default(1).describe(
    'the jet nearest to a hard photon, closer than this in (η, φ), is taken out first; default 1. null: photons count as jets, the letter of §II, which makes about a fifth of the selected Zγ jets photons', // prettier-ignore
  ),
  ptMinGeV: z.number().nonnegative().default(300).describe('pT of the hardest jet above this [GeV], default 300 (§II)'),
  massMinGeV: z.number().nonnegative().default(50).describe('its mass above this [GeV], default 50 (§II); 0 is no cut'),
  absEtaMax: z.number().positive().optional().describe('its |η| below this; no cut by default, as in §II'),
  constituents: z
    .int()
    .min(1)
    .max(256)
    .default(64)
    .describe('hardest towers of the jet that are kept, 1 to 256, default 64 (§II)'),
  constituentsMin: z.int().min(1).default(3).describe('at least so many towers in it, 1 or more, default 3 (§II)'),
});

export default defineTask({
  name: 'simulation/select',
  description: 'the hardest jet of each event, the selection of §II, its hardest constituents; says what each cut left',
  params,
  inputs: {
    background: { kind: clusteredTowers, take: 'many', description: 'clustered events of the background, label 0' },
    signal: { kind: clusteredTowers, take: 'many', description: 'clustered events of the signal, label 1' },
  },
  output: selectedJets,
  async run(context) {
    const { selectJets } = await import('../jets/select-jets.ts');
    await selectJets(context);
  },
});
