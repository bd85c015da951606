// Scores and observables of jets.
import { artifact, json, type Kind } from '@jetdemon/workflow';
import * as z from 'zod';
import { observableColumns, observables } from '../observables/observables.ts';

const ofJets = observableColumns((name) => {
  const { unit, description } = observables[name];
  return { type: 'float32', unit, description } as const;
});

export const scores = {
  name: 'scores',
  version: 3,
  description: 'one row per test jet: what the classifier says and the observables that an experiment would check',
  files: {
    'scores.arrow': {
      format: 'arrow',
      columns: {
        label: { type: 'uint8', unit: '1', description: '0 background, 1 signal, 2 neither of them' },
        weight: {
          type: 'float64',
          unit: '1',
          description: 'weight of the jet in statistics, 1 where the sample has none',
        },
        score: { type: 'float32', unit: '1', description: observables.score.description },
        ...ofJets,
      },
    },
  },
} as const satisfies Kind;

const budget = z.strictObject({
  low: z.number().describe('smallest factor of the pT of a constituent'),
  high: z.number().describe('largest factor'),
  eta: z.number().describe('largest move in eta'),
  phi: z.number().describe('largest move in phi [rad]'),
});

const certified = z.strictObject({
  slope: z.number().describe('of the certificate of the classifier, per radian'),
  logPt: z.number().describe('of the certificate of the classifier, radians'),
  budget: budget.describe('within which the scores hold'),
  shift: z
    .strictObject({ mean: z.number(), largest: z.number().nullable().describe('null where nothing is certain') })
    .describe('by how much the logits of the jets that may be attacked are lowered'),
  uncertain: z.int().describe('jets of which nothing is certain'),
  attacks: z
    .record(
      z.string(),
      z.strictObject({
        budget: budget.describe('that the attack used'),
        jets: z.int().describe('jets that it moved'),
        largest: z
          .number()
          .describe('largest change of a logit over what the certificate allows for that jet and budget, at most 1'),
      }),
    )
    .describe('attacks that the certificate was checked against, by node'),
});

export type Certified = z.output<typeof certified>;

/** Scores that no attack within a budget can bring lower. */
export const certifiedScores = artifact({
  ...scores,
  name: 'certified scores',
  version: 1,
  description:
    'scores as low as any attack within a budget could make them, by the certificate of the classifier; observables are those of the jets as they were',
  files: {
    ...scores.files,
    'certificate.json': json('the certificate, and the attacks that were held against it', certified),
  },
});
