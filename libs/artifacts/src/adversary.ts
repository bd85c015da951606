// Adversary networks.
import type { Kind } from '@jetdemon/workflow';

export const adversary = {
  name: 'adversary',
  version: 2,
  description: 'a trained adversary network g: J -> J’, the trials of its search and what each achieved',
  files: {
    'adversary.json': {
      format: 'json',
      description:
        'network (layer widths, rho per axis, what it is shown), target, acceptance criteria, the chosen trial, whether it passed them',
    },
    'weights.arrow': {
      format: 'arrow',
      columns: {
        name: { type: 'utf8', unit: '1', description: 'parameter name' },
        value: { type: 'list<float32>', unit: '1', description: 'its values, row-major' },
      },
    },
    'target.arrow': {
      format: 'arrow',
      optional: true,
      columns: {
        name: { type: 'utf8', unit: '1', description: 'parameter name of the classifier it was trained against' },
        value: { type: 'list<float32>', unit: '1', description: 'its values, row-major' },
      },
    },
    'target.onnx': {
      format: 'onnx',
      optional: true,
      description: 'the classifier it was trained against, where that was imported: the network as it was brought',
    },
    'trials.json': {
      format: 'json',
      description:
        'every evaluation of the search: { trial, epoch, lambda, ks, loss, failed, chosen }: Trials of the attacks library',
    },
  },
} as const satisfies Kind;
