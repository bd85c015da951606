// The numbers of the paper that known differences push, by kind of result and place in it.
import type { Quantity } from '../difference.ts';

const inKind =
  (kind: string) =>
  (...places: readonly string[]): Quantity[] =>
    places.map((place) => `${kind}/${place}`);
const significance = inKind('significance');
const afterFgsm = (...places: readonly string[]) =>
  significance(...places.map((place) => `variations/fgsm-scores/${place}`));

export const [auc, peak, threshold] = significance('auc', 'peak', 'threshold') as [Quantity, Quantity, Quantity];
export const [meanScore, atOptimum, loss, lossOfPeaks] = afterFgsm(
  ...['mean_signal_score', 'at_nominal_optimum', 'loss_at_nominal_optimum', 'loss_peak_to_peak'],
) as [Quantity, Quantity, Quantity, Quantity];
export const [adversaryAuc, adversaryLoss] = significance(
  ...['variations/adversary-scores/auc', 'variations/adversary-scores/loss_at_nominal_optimum'],
) as [Quantity, Quantity];
/** Share of the Asimov significance with background uncertainty lost at the nominal optimum; true limit over the claimed. */
export const [asimovLoss, limitRatio] = inKind('exclusion')('significance_lost', 'true_over_observed') as [
  Quantity,
  Quantity,
];
export const [ksBackground, ksSignal] = inKind('acceptance')('background/score/ks', 'signal/score/ks') as [
  Quantity,
  Quantity,
];
/** χ² per degree of freedom of pseudodata in the control region. */
export const regions: readonly Quantity[] = inKind('control region')(
  ...['score', 'pt', 'mass'].map((observable) => `background/${observable}/chi2_per_ndf`),
);
