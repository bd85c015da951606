// Classifiers: trained here, or trained elsewhere and imported.
import type { Kind } from '@jetdemon/workflow';

export const classifier = {
  name: 'classifier',
  version: 3,
  description:
    'a trained network as ONNX and what it is; of one that was trained here also its weights and its history',
  files: {
    'classifier.onnx': {
      format: 'onnx',
      description:
        'trained here: input jets [batch, constituents, features] (pT [TeV], eta, phi), output probability [batch]; imported: the network as it was brought, fed as classifier.json says',
    },
    'classifier.json': {
      format: 'json',
      description:
        'layout of its jets and contrast where they are not the default; trained here: network, hyperparameters, parameter shapes, best epoch, validation AUC; imported: its file, features, output, and what it was fed when it was tried',
    },
    'weights.arrow': {
      format: 'arrow',
      optional: true,
      columns: {
        name: { type: 'utf8', unit: '1', description: 'parameter name' },
        value: { type: 'list<float32>', unit: '1', description: 'its values, row-major; shape in classifier.json' },
      },
    },
    'seen.arrow': {
      format: 'arrow',
      columns: {
        jet: { type: 'float64', unit: '1', description: 'identity of a jet that the training saw' },
        partition: { type: 'uint8', unit: '1', description: '0 trained on, 1 used to choose the epoch' },
      },
    },
    'history.arrow': {
      format: 'arrow',
      optional: true,
      columns: {
        epoch: { type: 'int32', unit: '1', description: 'counted from 1' },
        training_loss: { type: 'float64', unit: '1', description: 'mean binary cross-entropy' },
        validation_loss: { type: 'float64', unit: '1', description: 'mean binary cross-entropy' },
        validation_auc: { type: 'float64', unit: '1', description: 'area under the ROC curve' },
      },
    },
  },
} as const satisfies Kind;
