// How often tests of so many jets tell a moved sample from the nominal one: a detector network beside tests of one observable.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { quoted } from '../quoted.ts';

const rates = z.strictObject({
  power: quoted.describe('share of pseudo-experiments with moved jets that the test rejects'),
  false_alarms: quoted.describe('the same with nominal jets'),
});

const metrics = z.strictObject({
  tests: z
    .record(z.string(), z.record(z.string(), rates))
    .describe('by test, detector or ks of an observable, then by the number of jets'),
  auc: quoted.describe('of the detector: moved jets of the half that it was not trained on against nominal ones'),
  jets: z.strictObject({ trained: z.int(), tested: z.int() }).describe('jets of each sample in each half'),
  convention: z.strictObject({
    level: z.number().describe('of every test'),
    pseudo_experiments: z.int(),
    permutations: z.int(),
    description: z.string(),
  }),
});

export type DetectionMetrics = z.output<typeof metrics>;

export const detection = artifact({
  name: 'detection',
  version: 1,
  description: 'power of two-sample tests between nominal and moved jets against the number of jets',
  files: { 'metrics.json': json('rates per test and number of jets', metrics) },
});
