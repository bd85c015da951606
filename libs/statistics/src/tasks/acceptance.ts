// The task statistics/acceptance: the acceptance criteria of §III.B, measured on test jets.
import { acceptance, scores } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';

const limit = (of: string, value: number) =>
  z
    .number()
    .gt(0)
    .max(1)
    .default(value)
    .describe(`largest KS distance of ${of} on background, default ${value} (§III.B)`);

export default defineTask({
  name: 'statistics/acceptance',
  description: 'KS distances of jets before and after an attack over the limits that an experiment would accept',
  params: z.strictObject({
    ks: z
      .strictObject({
        mass: limit('jet mass', 0.04),
        pt: limit('jet pT', 0.04),
        score: limit('the classifier output', 0.02),
        d2: z
          .number()
          .gt(0)
          .max(1)
          .optional()
          .describe('largest KS distance of jet D2 on background, default no limit'),
      })
      .prefault({})
      .describe('largest KS distance per observable'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores and observables of the jets as simulated' },
    perturbed: { kind: scores, take: 'one', description: 'those of the same jets, row by row, attacked' },
  },
  output: acceptance,
  async run({ params, inputs, output, progress }) {
    const { inGeV, readPair } = await import('../inputs/read-scores.ts');
    const { measureAcceptance } = await import('../acceptance/measure.ts');
    const { nominal, perturbed } = await readPair(inputs.nominal, inputs.perturbed);
    progress(`KS distances of ${nominal.label.length} jets`);
    const metrics = measureAcceptance(inGeV(nominal), inGeV(perturbed), params.ks);
    await acceptance.write(output, { 'metrics.json': metrics });
  },
});
