// All numbers of each network, nominal and under each attack, beside the reference's.
import type { Input } from '@jetdemon/workflow';
import type { Reference } from '@jetdemon/statistics';
import { publishedOf, type Row } from '../reference/comparison.ts';
import { comparedIn } from '../results/compared.ts';
import type { Shown } from '../text/numbers.ts';
import { observableName } from '../text/observables.ts';
import { overTrainings, type Attack, type Measured } from './attacks.ts';

/** In the order of the page. */
export function rowsOf(measured: readonly Measured[], reference: Reference | undefined): Row[] {
  return measured.flatMap(({ subject, metrics, attacks }) => {
    const row = rowMaker(subject, reference);
    return [
      row('area under the ROC curve', metrics.auc, 'significance', 'auc'),
      row('peak of ε_{S}/√ε_{B}', metrics.peak, 'significance', 'peak'),
      row('threshold of the peak', metrics.threshold, 'significance', 'threshold'),
      row('mean P(signal) of signal jets', metrics.mean_signal_score, 'significance', 'mean_signal_score'),
      ...attacks.flatMap((attack) => attackRows(attack, row)),
    ];
  });
}

type RowMaker = ReturnType<typeof rowMaker>;

function rowMaker({ input, label: group, network }: Measured['subject'], reference: Reference | undefined) {
  return (label: string, ours: Shown, kind: string, at: string, nodes: readonly string[] = [input.node]): Row => ({
    ...{ group, nodes, network, label, ours },
    quantity: `${kind}/${at}`,
    percent: label.startsWith('loss'),
    published: publishedOf(reference, network, kind, at),
  });
}

function attackRows(attack: Attack, row: RowMaker): Row[] {
  const { name, metrics, sample, variation, acceptance, regions, exclusions } = attack;
  /** What was measured once per training. */
  const measured = <T extends { readonly input: Input }>(
    results: readonly T[],
    label: string,
    of: (result: T) => Shown | undefined,
    kind: string,
    at: string,
  ): Row[] => {
    const quoteds = results.map(of).filter((one) => one !== undefined);
    const found = overTrainings(quoteds, metrics.convention);
    const nodes = results.map(({ input }) => input.node);
    return found ? [row(label, found, kind, at, nodes)] : [];
  };
  const varied = (
    label: string,
    of: 'auc' | 'mean_signal_score' | 'at_nominal_optimum' | `loss_${'at_nominal_optimum' | 'peak_to_peak'}`,
  ) => (variation ? [row(`${label} after ${name}`, variation[of], 'significance', `variations/${sample}/${of}`)] : []);
  const response = (which: 'background' | 'signal') =>
    measured(
      acceptance,
      `KS distance of the classifier output of ${which} after ${name}`,
      ({ checks }) => checks.find(({ observable }) => observable === 'score')?.[which],
      'acceptance',
      `${which}/score/ks`,
    );
  return [
    ...varied('area under the ROC curve', 'auc'),
    ...varied('mean P(signal) of signal jets', 'mean_signal_score'),
    ...varied('ε_{S}/√ε_{B} at that threshold', 'at_nominal_optimum'),
    ...varied('loss at that threshold', 'loss_at_nominal_optimum'),
    ...varied('loss from peak to peak', 'loss_peak_to_peak'),
    ...measured(
      exclusions,
      `loss of Asimov significance there after ${name}`,
      (one) => one.significance_lost,
      ...(['exclusion', 'significance_lost'] as const),
    ),
    ...response('background'),
    ...response('signal'),
    ...comparedIn(regions.map(({ metrics: { background } }) => background)).flatMap((one) =>
      measured(
        regions,
        `χ²/ndf of ${observableName(one.name)} in the control region, with ${name}`,
        (region) => one.of(region.metrics.background)?.chi2_per_ndf,
        ...(['control region', `background/${one.at}/chi2_per_ndf`] as const),
      ),
    ),
    ...measured(
      exclusions,
      `true over claimed upper limit, with ${name}`,
      (one) => one.true_over_observed,
      ...(['exclusion', 'true_over_observed'] as const),
    ),
  ];
}
