// The high-level network: a fully connected network on four observables of the jet, §II of arXiv:1910.08606.
import type { JetLayout } from '@jetdemon/data';
import type * as z from 'zod';
import type { hyperparameters, InputScales } from './hyperparameters.ts';
import { jetFeatureCount, jetFeatures } from './jet-features.ts';
import { logit, named, reluStack } from './layers.ts';
import { stackShapes, type Network } from './network.ts';

/**
 * Parameter-free layer → 10 (pT − 0.4), η, 30 (m − 0.09), 1.5 (log(1 + D2) − 1.4), energies in TeV → ReLU layers → 1 logit; raw: pT, η, m, D2.
 */
export function hl(
  { hidden, inputs = 'scaled' }: z.output<typeof hyperparameters.hl> & { readonly inputs?: InputScales },
  layout: JetLayout,
): Network {
  return {
    name: 'hl',
    layout,
    hyperparameters: { hidden, ...(inputs === 'raw' && { inputs }) },
    shapes: { ...stackShapes('hidden', jetFeatureCount, hidden), ...stackShapes('logit', hidden.at(-1)!, [1]) },
    indices: () => ({}),
    logits(weights, batch) {
      const features = jetFeatures(named(batch, 'jets'), layout, inputs);
      return logit(reluStack(features, weights, 'hidden', hidden.length), weights);
    },
  };
}
