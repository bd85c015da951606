// The task statistics/gates: the acceptance criteria of §III.B, measured on test jets.
import { gates, scores } from '@jetdemon/artifacts';
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
  name: 'statistics/gates',
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
  output: gates,
  async run({ params, inputs, output, progress }) {
    const { inGeV, readPair } = await import('../inputs/read-scores.ts');
    const { measureGates } = await import('../acceptance/measure.ts');
    const { nominal, perturbed } = await readPair(inputs.nominal, inputs.perturbed);
    progress(`KS distances of ${nominal.label.length} jets`);
    const metrics = measureGates(inGeV(nominal), inGeV(perturbed), params.ks);
    await gates.write(output, { 'metrics.json': metrics });
  },
});
