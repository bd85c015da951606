// The task statistics/acceptance: the acceptance criteria of §III.B, measured on test jets.
import {
  acceptance,
  observableNames,
  observables,
  perObservable,
  scores,
  type ObservableName,
} from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { pairing } from '../inputs/pairing.ts';

const usual = { mass: 0.04, pt: 0.04, score: 0.02 } as const;
const names = [...new Set([...(Object.keys(usual) as (keyof typeof usual)[]), ...observableNames])];

function limit(name: ObservableName) {
  const schema = z.number().gt(0).max(1);
  const about = `largest KS distance of ${observables[name].phrase} on background, default`;
  if (!(name in usual)) return schema.optional().describe(`${about} no limit`);
  const value = usual[name as keyof typeof usual];
  return schema.default(value).describe(`${about} ${value} (§III.B)`);
}

export default defineTask({
  name: 'statistics/acceptance',
  description:
    'KS distances of jets before and after an attack over the limits that an experiment would accept, and what happens to correlations of observables',
  params: z.strictObject({
    ks: perObservable(names, limit).prefault({}).describe('largest KS distance per observable'),
    correlations: z
      .array(z.enum(observableNames))
      .refine((asked) => asked.length !== 1, { error: 'expected two observables or more, or none' })
      .default(['score', 'mass', 'pt', 'd2'])
      .describe('observables whose correlations on background are compared, default score, mass, pt and d2; none: []'),
    replicas: z
      .int()
      .min(100)
      .max(100_000)
      .default(200)
      .describe('bootstrap replicas of correlations, and permutations of these and of KS distances of jets row by row'),
    pairing,
    seed: z.int().default(1).describe('seed of replicas and permutations'),
  }),
  inputs: {
    nominal: { kind: scores, take: 'one', description: 'scores and observables of the jets as simulated' },
    perturbed: {
      kind: scores,
      take: 'one',
      description: 'those of the same jets, row by row, attacked, or of other jets: see pairing',
    },
  },
  output: acceptance,
  tolerance: {
    'metrics.json': 'interval',
    'metrics.json background': 0.1,
    'metrics.json signal': 0.1,
    'metrics.json largest_ratio': 0.1,
  },
  async run({ params, inputs, output, key, progress }) {
    const { readPair } = await import('../inputs/read-scores.ts');
    const { measureCorrelations } = await import('../acceptance/correlations.ts');
    const { measureAcceptance } = await import('../acceptance/measure.ts');
    const { nominal, perturbed } = await readPair(inputs.nominal, inputs.perturbed, { pairing: params.pairing });
    progress(`KS distances of ${nominal.label.length} jets`);
    const metrics = measureAcceptance(nominal, perturbed, params.ks, key.split('ks'), {
      pairing: params.pairing,
      permutations: params.replicas,
    });
    const { correlations: asked } = params;
    const correlations =
      asked.length > 0 && measureCorrelations(nominal, perturbed, key, { ...params, observables: asked });
    await acceptance.write(output, { 'metrics.json': { ...metrics, ...(correlations && { correlations }) } });
  },
});
