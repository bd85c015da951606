// Loss of significance against the quality of the training.
import type { Kind } from '@jetdemon/workflow';
import { metrics } from './numbers.ts';

const one = '1';

/** §IV: how much a network loses to its adversary, against how well it was trained. */
export const susceptibility = {
  name: 'susceptibility',
  version: 1,
  description: 'loss at the nominal optimum against AUC, per rung of training and training seed',
  files: {
    'points.arrow': {
      format: 'arrow',
      columns: {
        rung: { type: 'utf8', unit: one, description: 'how far the network was trained' },
        seed: { type: 'utf8', unit: one, description: "training seed, 'mean' for the average over all of them" },
        auc: { type: 'float64', unit: one, description: 'area under the ROC curve, nominal' },
        auc_low: { type: 'float64', unit: one, description: 'lower end of its interval' },
        auc_high: { type: 'float64', unit: one, description: 'upper end of its interval' },
        loss: { type: 'float64', unit: one, description: 'share of eps_S / sqrt(eps_B) lost at the nominal optimum' },
        loss_low: { type: 'float64', unit: one, description: 'lower end of its interval' },
        loss_high: { type: 'float64', unit: one, description: 'upper end of its interval' },
      },
    },
    ...metrics,
  },
} as const satisfies Kind;
