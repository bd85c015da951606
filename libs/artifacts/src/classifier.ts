// Trained classifiers.
import type { Kind } from '@jetdemon/workflow';

export const classifier = {
  name: 'classifier',
  version: 2,
  description: 'a trained network: ONNX for use anywhere, weights to train or attack on, its training history',
  files: {
    'classifier.onnx': {
      format: 'onnx',
      description: 'input jets [batch, constituents, features] (pT [TeV], eta, phi); output probability [batch]',
    },
    'classifier.json': {
      format: 'json',
      description:
        'network, layout of its jets and contrast where they are not the default, hyperparameters, parameter shapes, best epoch, validation AUC',
    },
    'weights.arrow': {
      format: 'arrow',
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
      columns: {
        epoch: { type: 'int32', unit: '1', description: 'counted from 1' },
        training_loss: { type: 'float64', unit: '1', description: 'mean binary cross-entropy' },
        validation_loss: { type: 'float64', unit: '1', description: 'mean binary cross-entropy' },
        validation_auc: { type: 'float64', unit: '1', description: 'area under the ROC curve' },
      },
    },
  },
} as const satisfies Kind;
