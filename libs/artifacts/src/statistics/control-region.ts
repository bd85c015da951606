// Control region of Fig. 1 of arXiv:1910.08606: pseudodata against the background model, blinded where signal is expected.
import { artifact, json, table, type Contents } from '@jetdemon/workflow';
import * as z from 'zod';
import { jetObservables, type JetObservable } from '../observables/observables.ts';
import { ownColumns } from '../observables/own-columns.ts';
import { quoted } from '../quoted.ts';

const one = '1';

const alarms = z.strictObject({
  detected: quoted.describe('share of pseudo-experiments with p < 0.05, and its 68% interval from their number'),
});

const observable = alarms.extend({
  chi2_per_ndf: quoted.describe('median, and the central 68% of pseudo-experiments'),
  p: quoted.describe('median, and the central 68% of pseudo-experiments'),
});

const others = Object.fromEntries(jetObservables.map((name) => [name, observable.optional()])) as Record<
  JetObservable,
  z.ZodOptional<typeof observable>
>;

const pseudodata = z.strictObject({
  score: observable,
  ...others,
  columns: z.record(z.string(), observable).optional().describe('columns of the user’s own, by name'),
  any: alarms.describe('share in which any of the observables has p < 0.05 / their number'),
  score_after_unblinding: observable.describe(
    'classifier output in the blinded region: what would be seen after unblinding, no part of the validation',
  ),
});

const metrics = z.strictObject({
  background: pseudodata.describe('perturbed background, or the jets without truth'),
  with_signal: pseudodata.optional().describe('the same with perturbed signal among it; absent without an admixture'),
  unperturbed: pseudodata.describe('background that nobody perturbed: false alarms'),
});

const test = z.strictObject({
  pseudodata: z.enum(['background', 'with signal']),
  observable: z.string().describe('name of an observable, or of a column of the user’s own'),
  region: z.enum(['control', 'blinded']),
  chi2: z.number(),
  ndf: z.int(),
  p: z.number(),
  scale: z.number().describe('of the model'),
  outside: z
    .strictObject({ model: z.number(), observed: z.number() })
    .describe('jets outside the bins, in no chi2; of the model as expected in the pseudodata'),
});

const perClass = z.strictObject({ signal: z.number(), background: z.number() });

const region = z.strictObject({
  thresholds: z.strictObject({
    blinded_above: z.number().describe('lower edge of the blinded region in classifier output'),
    optimum: z.number().describe('threshold of the largest eps_S / sqrt(eps_B) of the nominal jets'),
  }),
  control_region: perClass.describe('share of the nominal jets in the control region'),
  jets: z
    .strictObject({
      model: z.int().describe('nominal background jets of the model'),
      model_weight: z.number().describe('their weight there; of weighted jets the mean'),
      pseudodata: perClass.describe('jets of the pseudodata that are shown'),
    })
    .describe('jets in the whole range of classifier output'),
  pairing: z
    .literal('unpaired')
    .optional()
    .describe('the perturbed sample is other jets; absent where it is the nominal jets, row by row'),
  unlabelled: z
    .literal(true)
    .optional()
    .describe(
      'the perturbed sample is jets without truth, all of them in the place of perturbed background; else absent',
    ),
  observed_error: z
    .array(z.number())
    .readonly()
    .optional()
    .describe(
      'errors of the column observed, row by row, where pseudodata keep negative weights; else they are counts',
    ),
  treatment: z.string().describe('how the test is done, in words for a caption'),
  tests: z.array(test).readonly().describe('chi2 of the pseudodata that are shown'),
  columns: ownColumns,
});

export type ObservableMetrics = z.output<typeof observable>;
export type PseudodataMetrics = z.output<typeof pseudodata>;
export type ControlRegionMetrics = z.output<typeof metrics>;
export type RegionTest = z.output<typeof test>;
export type ControlRegion = z.output<typeof region>;
export type RegionBins = Contents<typeof controlRegion, 'bins.arrow'>;

export const controlRegion = artifact({
  name: 'control region',
  version: 2,
  description: 'pseudodata of perturbed background against the nominal model, chi2 per observable, pseudo-experiments',
  files: {
    'bins.arrow': table({
      pseudodata: { type: 'utf8', unit: one, description: "'background' or 'with signal'" },
      observable: { type: 'utf8', unit: one, description: 'name of an observable, or of a column of the user’s own' },
      low: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'lower edge of the bin' },
      high: { type: 'float64', unit: 'that of the observable (pt, mass: GeV)', description: 'upper edge of the bin' },
      model: { type: 'float64', unit: one, description: 'jets expected from nominal background' },
      model_error: { type: 'float64', unit: one, description: 'error of the model, from its own statistics' },
      observed: { type: 'float64', unit: one, description: 'jets of the pseudodata' },
      blinded: { type: 'uint8', unit: one, description: '1 in the blinded region, which no chi2 uses' },
    }),
    'region.json': json('thresholds, numbers of jets, treatment in words, chi2, ndf and p', region),
    'metrics.json': json('power of the tests, over pseudo-experiments', metrics),
  },
});
