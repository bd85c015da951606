// Jets as constituents. Energies, momenta and masses in TeV, because that is what the networks are fed.
import { artifact, json, text, type Contents, type Kind } from '@jetdemon/workflow';
import * as z from 'zod';
import { interval } from '../quoted.ts';

const angle = { type: ['list<float32>', 'list<float16>'], unit: 'rad' } as const;

export const jets = {
  name: 'jets',
  version: 1,
  description: 'one row per jet, at most 64 constituents in descending pT',
  files: {
    'jets.arrow': {
      format: 'arrow',
      columns: {
        label: { type: 'uint8', unit: '1', description: '0 background (dijet), 1 signal (Z)' },
        pt: { type: ['list<float32>', 'list<float16>'], unit: 'TeV', description: 'constituent pT, descending' },
        eta: { ...angle, description: 'constituent pseudorapidity' },
        phi: { ...angle, description: 'constituent azimuth, in [-pi, pi]' },
      },
    },
  },
} as const satisfies Kind;

/** Jets of which each row knows its partition. */
export const splitJets = {
  ...jets,
  name: 'split jets',
  files: {
    'jets.arrow': {
      format: 'arrow',
      columns: {
        ...jets.files['jets.arrow'].columns,
        partition: { type: 'uint8', unit: '1', description: '0 train, 1 validation, 2 test' },
      },
    },
  },
} as const satisfies Kind;

const shift = z
  .strictObject({
    mean: z.number(),
    rms: z.number().describe('square root of the mean square'),
    largest: z.number().describe('largest absolute value'),
  })
  .describe('of signed shifts; all zero where there is nothing to summarise');

const achieved = z.strictObject({
  jets: z.int(),
  constituents: z.int(),
  constituent: z
    .strictObject({ relativePt: shift, eta: shift, phi: shift })
    .describe('over constituents: change of pT / pT, of eta, of phi [rad, modulo 2 pi]'),
  jet: z
    .strictObject({ relativePt: shift, relativeMass: shift })
    .describe('over jets: change of pT / pT and of m / m of the four-vector sum; the latter of jets with mass'),
});

const response = z.strictObject({ iteration: z.int(), meanProbability: z.number() });

const budgets = z.strictObject({
  column: z.string().describe('of jets.arrow, one number per jet, in units of the resolution'),
  threshold: z.number().describe('of P(signal), below which a jet passes for background'),
  jets: z.int().describe('attacked jets that were not below it before'),
  notFound: z.int().describe('of these, jets for which no move across the threshold was found'),
  curve: z
    .array(
      z.strictObject({
        share: z.number(),
        budget: z.number().nullable().describe('null where so many jets cannot be moved across'),
      }),
    )
    .readonly()
    .describe('smallest budget with which at least this share of these jets is moved across'),
});

const perturbation = z.strictObject({
  asked: z.looseObject({ attack: z.string() }).describe('the attack and its parameters'),
  achieved: achieved.describe('how far the jets were moved'),
  response: z
    .array(response)
    .readonly()
    .describe('mean P(signal) of the attacked jets after the iterations at which the classifier was asked'),
  budgets: budgets.optional().describe('of an attack that looks for the smallest move of every jet'),
});

export type Budgets = z.output<typeof budgets>;
export type Shift = z.output<typeof shift>;
export type Achieved = z.output<typeof achieved>;
export type Perturbation = Contents<typeof attackedJets, 'perturbation.json'>;

/** Attacked jets: the test partition, row for row as in the split they came from, and how far each was moved. */
export const attackedJets = artifact({
  ...splitJets,
  name: 'attacked jets',
  files: {
    ...splitJets.files,
    'perturbation.json': json('achieved perturbation per axis: mean, rms, largest', perturbation),
  },
});

const efficiency = interval.describe('a share of events and its interval of 68.27% content');

const step = z.strictObject({
  cut: z.string().describe("'all events' in the first row"),
  events: z.int().describe('left after this cut and all before it'),
  weight: z.number().describe('sum of their weights'),
  efficiency: efficiency
    .nullable()
    .describe('of those that the cut before left; null where undefined and in the first row'),
  cumulative: efficiency.nullable().describe('of all events, likewise'),
});

const perClass = z.strictObject({ background: z.int().optional(), signal: z.int().optional() });

const steps = z.array(step).min(1).readonly();

const cutflow = z.strictObject({
  classes: z
    .strictObject({ background: steps.optional(), signal: steps.optional() })
    .describe('a class without inputs is absent'),
  photonJetsRemoved: perClass
    .optional()
    .describe(
      'events of which at least one jet was removed as that of a photon; absent where photons were not looked at',
    ),
  splitPhotonsRemoved: perClass
    .optional()
    .describe('of these, events in which a photon had split into quarks or leptons'),
});

export type CutflowStep = z.output<typeof step>;
export type Cutflow = z.output<typeof cutflow>;

/** Jets that a selection chose out of events, with what each cut left. */
export const selectedJets = artifact({
  ...jets,
  name: 'selected jets',
  files: {
    ...jets.files,
    'cutflow.json': json('per class and cut: events, weights, efficiency', cutflow),
    'cutflow.txt': text('the same as a table, printed at the end of a run', 'text'),
  },
});

const exported = z.strictObject({
  format: z.enum(['parquet', 'npz']),
  file: z.string().describe('name of the file, which lies beside this one'),
  jets: z.int(),
  classes: z.array(z.string()).readonly().describe('names of the classes that labels 0, 1, ... are'),
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.string().describe("in NumPy's words"),
        unit: z.string(),
        description: z.string(),
        role: z.enum(['weight', 'origin', 'held']).optional().describe('what it is where no attack can change it'),
      }),
    )
    .readonly(),
});

/** Jets in a format of other programs. */
export const exportedJets = artifact({
  name: 'exported jets',
  version: 1,
  description: 'jets as Parquet or NPZ: export.json names the file, which lies beside it',
  files: {
    'export.json': json('the file and what is in it', exported),
  },
});
