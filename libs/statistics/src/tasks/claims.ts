// The task statistics/claims: statements, the numbers that bear on them, and a verdict on each.
import { claims, numbers } from '@jetdemon/artifacts';
import { defineTask, InputError } from '@jetdemon/workflow';
import * as z from 'zod';
import { claimSchema } from '../claims/schema.ts';
import { referenceFile } from '../reference/schema.ts';

export default defineTask({
  name: 'statistics/claims',
  description: 'a verdict on each claim: confirmed, not confirmed, undecided, by the interval of a computed number',
  params: z.strictObject({
    claims: z
      .array(claimSchema)
      .default([])
      .describe('claims, in the order of the table, after those of the reference'),
    reference: referenceFile.describe(
      'YAML file of a published analysis whose claims are judged, relative to the workspace root; its contents are part of the key; default none',
    ),
    average: z
      .array(z.string())
      .default(['seed'])
      .describe('axes whose points are averaged over where a claim names none'),
  }),
  inputs: {
    numbers: { kind: numbers, take: 'many', description: 'results that quote numbers' },
  },
  output: claims,
  tolerance: { 'claims.json': 'interval' },
  async run({ params, inputs, output }) {
    const { readReplicas } = await import('../significance/replicas.ts');
    const { measureClaims } = await import('../claims/measure.ts');
    const { claimsText } = await import('../claims/text.ts');
    const { readReference } = await import('../reference/read.ts');
    const published = params.reference === undefined ? [] : readReference(params.reference).claims;
    const all = [...published, ...params.claims];
    if (all.length === 0) throw new InputError('claims: expected at least one claim, or a reference that has some');
    const read = inputs.numbers.map(async (input) => ({
      input,
      metrics: await numbers.read(input, 'metrics.json'),
      replicas: await readReplicas(input),
    }));
    const measured = measureClaims(all, await Promise.all(read), params);
    await claims.write(output, { 'claims.json': measured, 'claims.txt': claimsText(measured) });
  },
});
