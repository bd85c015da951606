// The numbers of one network's demon, in the order of the page, beside the paper's.
import { rowMaker, type Names, type Row } from '../reference/comparison.ts';
import { overTrainings, type Demon } from './adversary.ts';
import { observableName } from '../text/observable-names.ts';
import type { Quantity } from '../reference/paper-numbers.ts';
import { regionObservables } from '../results/region-results.ts';
import { variationOf, type Quoted } from '../results/results.ts';
import type { Input } from '@jetdemon/workflow';

export function demonRows(demon: Demon, names: Names, withPaper: boolean): Row[] {
  const { subject, metrics, variation, gates, regions, exclusions } = demon;
  const row = rowMaker(subject, withPaper);
  const name = names.demon!.name;
  const measured = <T extends { readonly input: Input }>(
    results: readonly T[],
    label: string,
    of: (result: T) => Quoted | undefined,
    quantity?: Quantity,
  ): Row[] => {
    const ours = overTrainings(results.map(of).filter((one) => one !== undefined));
    const nodes = results.map(({ input }) => input.node);
    return ours ? [row(label, ours, quantity, nodes)] : [];
  };
  const response = (which: 'background' | 'signal') =>
    measured(
      gates,
      `KS distance of the classifier output of ${which} after ${name}`,
      ({ checks }) => checks.find(({ observable }) => observable === 'score')?.[which],
      `demon_ks_${which}`,
    );
  const chi2 = regionObservables.flatMap((observable) =>
    measured(
      regions,
      `χ²/ndf of ${observableName(observable)} in the control region, with ${name}`,
      (region) => region.metrics.background[observable].chi2_per_ndf,
      `chi2_${observable}`,
    ),
  );
  const control = names.demonControl;
  const harmless = () => variationOf(metrics, control!.sample, subject.input).loss_at_nominal_optimum;
  return [
    row(`area under the ROC curve after ${name}`, variation.auc, 'demon_auc'),
    row(`ε_{S}/√ε_{B} at that threshold after ${name}`, variation.at_nominal_optimum),
    row(`loss at that threshold after ${name}`, variation.loss_at_nominal_optimum, 'demon_loss'),
    row(`loss from peak to peak after ${name}`, variation.loss_peak_to_peak),
    ...measured(
      exclusions,
      `loss of Asimov significance there after ${name}`,
      (one) => one.significance_lost,
      'demon_asimov_loss',
    ),
    ...response('background'),
    ...response('signal'),
    ...chi2,
    ...measured(exclusions, 'true over claimed upper limit', (one) => one.true_over_observed, 'limit_ratio'),
    ...(control ? [row(`loss at that threshold after ${control.name}`, harmless())] : []),
  ];
}
