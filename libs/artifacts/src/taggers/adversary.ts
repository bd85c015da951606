// Adversary networks.
import { artifact, json } from '@jetdemon/workflow';
import * as z from 'zod';
import { contrast } from '../jets/contrast.ts';
import { importedNetwork, networkFiles } from './imported-network.ts';
import { jetLayout } from '../jets/layout.ts';
import { weightsTable } from './weights.ts';

/** What the adversary is shown: the jet alone (§III.B), or also what the classifier thinks of it, and where it is weak. */
export const adversaryInputs = ['jet', 'jet+gradient'] as const;

/** The network: dense layers on the constituents in their order (§III.B), or layers per constituent with a pooled context. */
export const adversaryArchitectures = ['dense', 'set'] as const;

const scale = z.number().min(0).lt(1);

const network = z.strictObject({
  architecture: z.enum(adversaryArchitectures),
  hidden: z.array(z.int().min(1)).min(1).readonly().describe('units of each hidden layer'),
  rho: z
    .strictObject({ pt: scale, eta: scale, phi: scale })
    .describe('largest move: relative in pT, absolute in eta and phi [rad]'),
  inputs: z.enum(adversaryInputs).describe('what it is shown'),
});

const contrasted = { contrast: contrast.optional().describe('absent for the classes background and signal') };

const target = z.union([
  z.strictObject({
    network: z.string().describe('as in classifier.json, its weights in target.arrow'),
    hyperparameters: z.record(z.string(), z.unknown()),
    ...contrasted,
  }),
  z.strictObject({ imported: importedNetwork.describe('as in classifier.json, in a file target'), ...contrasted }),
]);

const perObservable = z.record(z.string(), z.number());

const description = z.strictObject({
  version: z.literal(1).describe('of this file'),
  network,
  layout: jetLayout.optional().describe('of the jets that it was trained on; absent for the default one'),
  target: target.describe('the classifier that it was trained against'),
  acceptance: z
    .strictObject({ ks: perObservable.describe('limits of the KS distances of background, by observable') })
    .describe('the criteria that it had to pass'),
  accepted: z.boolean().describe('whether the chosen trial passed them on the validation jets'),
  chosen: z.strictObject({ trial: z.int().describe('counted from 1') }),
});

const trial = z.strictObject({
  trial: z.int().describe('counted from 1'),
  epoch: z.number().describe('passes over the training jets since the start of the first trial'),
  lambda: perObservable.describe('weights of eq. (3), or the largest multipliers of the acceptance criteria'),
  trainingLoss: z.number().describe('mean over the steps of the trial'),
  ks: perObservable.describe('KS distances of validation background before and after'),
  ksError: perObservable.describe('their standard errors'),
  failed: z.array(z.string()).readonly().describe('criteria that it failed'),
  loss: z
    .number()
    .describe(
      'share of eps_S / sqrt(eps_B) lost at the nominal optimum, of validation jets, each half at the optimum of the other',
    ),
  chosen: z.boolean(),
});

/** adversary.json. */
export type AdversaryDescription = z.output<typeof description>;

/** The classifier that an adversary was trained against. */
export type AdversaryTarget = z.output<typeof target>;

/** One evaluation during the search for the adversary. */
export type AdversaryTrial = z.output<typeof trial>;

export const adversary = artifact({
  name: 'adversary',
  version: 2,
  description: 'a trained adversary network g: J -> J’, the trials of its search and what each achieved',
  files: {
    'adversary.json': json('the network, what it was trained against and what it had to pass', description),
    'weights.arrow': weightsTable('parameter name'),
    'target.arrow': { ...weightsTable('parameter name of the classifier it was trained against'), optional: true },
    ...networkFiles('target', 'the classifier it was trained against, imported, as it was brought'),
    'trials.json': json('every evaluation of the search', z.array(trial).readonly()),
  },
});
