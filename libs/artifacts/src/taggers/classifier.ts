// Classifiers: trained here, or trained elsewhere and imported.
import { artifact, json, table } from '@jetdemon/workflow';
import * as z from 'zod';
import { contrast } from '../jets/contrast.ts';
import { importedNetwork, networkFiles } from './imported-network.ts';
import { jetLayout } from '../jets/layout.ts';
import { weightsTable } from './weights.ts';

const one = '1';

const atEpoch = z.strictObject({ epoch: z.int().describe('counted from 1'), validationAuc: z.number() });

const common = {
  version: z.literal(1).describe('of this file'),
  layout: jetLayout.optional().describe('of the jets that it takes; absent for the default one'),
  contrast: contrast.optional().describe('what it tells apart; absent for the classes background and signal'),
};

const trained = z.strictObject({
  ...common,
  network: z.string().describe("'hl', 'pfn', 'efn', 'lipschitz' or 'dense', of one that was trained here"),
  hyperparameters: z.record(z.string(), z.unknown()).describe('widths of its layers, as models/train takes them'),
  shapes: z.record(z.string(), z.array(z.int()).readonly()).describe('by parameter'),
  certificate: z
    .strictObject({
      slope: z.number().describe('largest slope of the logit, per radian'),
      logPt: z.number().describe('radians that a unit of log(sum of pT) counts as'),
    })
    .optional()
    .describe(
      'of weights.arrow: what bounds the change of the logit under any attack within a budget, by models/certify; of a lipschitz network alone',
    ),
  best: atEpoch.describe('the epoch of weights.arrow, that of the largest validation AUC'),
  snapshots: z
    .array(atEpoch.extend({ file: z.string().describe('weights of that epoch, as weights.arrow') }))
    .readonly()
    .describe('other epochs whose weights were kept, in files beside this one'),
});

const imported = z.strictObject({
  ...common,
  imported: importedNetwork.describe('of one that was trained elsewhere: the network and how jets are put to it'),
});

/** classifier.json of a network that was trained here. */
export type TrainedDescription = z.output<typeof trained>;

/** classifier.json of a network that was trained elsewhere. */
export type ImportedDescription = z.output<typeof imported>;

const network = networkFiles('classifier', 'imported: the network as it was brought, fed as classifier.json says');

export const classifier = artifact({
  name: 'classifier',
  version: 3,
  description:
    'a trained network (ONNX of one that was trained here) and what it is; of one that was trained here also its weights and its history',
  files: {
    ...network,
    'classifier.onnx': {
      format: 'onnx',
      optional: true,
      description:
        'trained here: input jets [batch, constituents, features] (pT [TeV], eta, phi), output probability [batch]; imported: the network as it was brought, fed as classifier.json says',
    },
    'classifier.json': json('what it is; trained here, also how far', z.union([trained, imported])),
    'weights.arrow': {
      ...weightsTable('parameter name', 'its values, row-major; shape in classifier.json'),
      optional: true,
    },
    'seen.arrow': table({
      jet: { type: 'float64', unit: one, description: 'identity of a jet that the training saw' },
      partition: { type: 'uint8', unit: one, description: '0 trained on, 1 used to choose the epoch' },
    }),
    'history.arrow': {
      ...table({
        epoch: { type: 'int32', unit: one, description: 'counted from 1' },
        training_loss: { type: 'float64', unit: one, description: 'mean binary cross-entropy' },
        validation_loss: { type: 'float64', unit: one, description: 'mean binary cross-entropy' },
        validation_auc: { type: 'float64', unit: one, description: 'area under the ROC curve' },
      }),
      optional: true,
    },
  },
  oneOf: Object.keys(network),
});
