// Every number of the paper that a report is compared with, in one place, each with its source.
import type { PaperNetwork } from './networks.ts';

/** What is compared; `loss_…` are shares of the nominal peak, as in metrics.json of the kind `significance`. */
export type Quantity =
  | 'auc'
  | 'peak'
  | 'threshold'
  | 'at_nominal_optimum'
  | 'loss_at_nominal_optimum'
  | 'loss_peak_to_peak'
  | 'mean_signal_score_after';

export interface PaperNumber {
  readonly value: number;
  /** Half a unit of the last digit given: the paper's number may lie anywhere within `value` ± `rounding`. */
  readonly rounding: number;
  readonly source: string;
}

const text = '§II of arXiv:1910.08606';
const figure = 'read off Fig. 2 of arXiv:1910.08606';
const runs = 'runs committed to the authors’ public repository';

export const paperNumbers: Readonly<Record<PaperNetwork, Readonly<Record<Quantity, PaperNumber>>>> = {
  ll: {
    auc: { value: 0.88, rounding: 0.005, source: text },
    peak: { value: 2.471, rounding: 0.0005, source: figure },
    threshold: { value: 0.86, rounding: 0.0005, source: figure },
    at_nominal_optimum: { value: 1.897, rounding: 0.0005, source: figure },
    loss_at_nominal_optimum: { value: 0.23, rounding: 0.005, source: figure },
    loss_peak_to_peak: { value: 0.22, rounding: 0.005, source: figure },
    mean_signal_score_after: { value: 0.678, rounding: 0.0005, source: runs },
  },
  hl: {
    auc: { value: 0.79, rounding: 0.005, source: text },
    peak: { value: 1.591, rounding: 0.0005, source: figure },
    threshold: { value: 0.74, rounding: 0.0005, source: figure },
    at_nominal_optimum: { value: 0.989, rounding: 0.0005, source: figure },
    loss_at_nominal_optimum: { value: 0.38, rounding: 0.005, source: figure },
    loss_peak_to_peak: { value: 0.19, rounding: 0.005, source: figure },
    mean_signal_score_after: { value: 0.582, rounding: 0.0005, source: runs },
  },
};

/** Jets of the paper's sample, as the authors' public repository has them. */
export const paperJets = { background: 124_708, signal: 191_465 } as const;
