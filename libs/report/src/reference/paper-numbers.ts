// Every number of the paper that a report is compared with, in one place, each with its source.
import type { PaperNetwork } from '../text/subjects.ts';

/**
 * What is compared; `loss_…` are shares of the nominal peak, as in metrics.json of the kind `significance`, and
 * `demon_…` are after the demon.
 */
export type Quantity =
  | 'auc'
  | 'peak'
  | 'threshold'
  | 'at_nominal_optimum'
  | 'loss_at_nominal_optimum'
  | 'loss_peak_to_peak'
  | 'mean_signal_score_after'
  | 'demon_auc'
  | 'demon_loss'
  /** Share of the Asimov significance with background uncertainty lost at the nominal optimum. */
  | 'demon_asimov_loss'
  | 'demon_ks_background'
  | 'demon_ks_signal'
  /** χ² per degree of freedom of pseudodata in the control region. */
  | 'chi2_score'
  | 'chi2_pt'
  | 'chi2_mass'
  /** True upper limit over the one that would be claimed. */
  | 'limit_ratio';

export interface PaperNumber {
  readonly value: number;
  /** Half a unit of the last digit given: the paper's number may lie anywhere within `value` ± `rounding`. */
  readonly rounding: number;
  readonly source: string;
  /** As it was given, where that is not one decimal number. */
  readonly text?: string;
}

const text = '§II of arXiv:1910.08606';
const figure = 'read off Fig. 2 of arXiv:1910.08606';
const figure4 = 'caption of Fig. 4 of arXiv:1910.08606 (“about”, taken to the nearest 5%)';
const runs = 'runs committed to the authors’ public repository';
const asimov = 'a version of Fig. 4 committed to the authors’ public repository, which shows the Asimov significance';
const adversary = 'one adversary run in the authors’ public repository, AUC 0.866 before it';
const region = 'caption of Fig. 1 of arXiv:1910.08606';
const limits = 'CL_{s} limits in the authors’ public repository, expected 38.7, not in arXiv:1910.08606';

/** χ²/ndf as printed, with one decimal of χ². */
const chi2 = (value: number, ndf: number): PaperNumber => {
  return { value: value / ndf, rounding: 0.05 / ndf, source: region, text: `${value.toFixed(1)}/${ndf}` };
};

export const paperNumbers: Readonly<Record<PaperNetwork, Readonly<Partial<Record<Quantity, PaperNumber>>>>> = {
  ll: {
    auc: { value: 0.88, rounding: 0.005, source: text },
    peak: { value: 2.471, rounding: 0.0005, source: figure },
    threshold: { value: 0.86, rounding: 0.0005, source: figure },
    at_nominal_optimum: { value: 1.897, rounding: 0.0005, source: figure },
    loss_at_nominal_optimum: { value: 0.23, rounding: 0.005, source: figure },
    loss_peak_to_peak: { value: 0.22, rounding: 0.005, source: figure },
    mean_signal_score_after: { value: 0.678, rounding: 0.0005, source: runs },
    demon_auc: { value: 0.857, rounding: 0.0005, source: adversary },
    demon_loss: { value: 0.25, rounding: 0.025, source: figure4 },
    demon_asimov_loss: { value: 0.174, rounding: 0.0005, source: asimov },
    demon_ks_background: { value: 0.0138, rounding: 0.00005, source: adversary },
    demon_ks_signal: { value: 0.076, rounding: 0.0005, source: adversary },
    chi2_score: chi2(14.7, 14),
    chi2_pt: chi2(25, 40),
    chi2_mass: chi2(37.8, 40),
    limit_ratio: {
      value: 45.7 / 26.2,
      rounding: (45.75 / 26.15 - 45.65 / 26.25) / 2,
      source: limits,
      text: '45.7/26.2',
    },
  },
  hl: {
    auc: { value: 0.79, rounding: 0.005, source: text },
    peak: { value: 1.591, rounding: 0.0005, source: figure },
    threshold: { value: 0.74, rounding: 0.0005, source: figure },
    at_nominal_optimum: { value: 0.989, rounding: 0.0005, source: figure },
    loss_at_nominal_optimum: { value: 0.38, rounding: 0.005, source: figure },
    loss_peak_to_peak: { value: 0.19, rounding: 0.005, source: figure },
    mean_signal_score_after: { value: 0.582, rounding: 0.0005, source: runs },
    demon_loss: { value: 0.15, rounding: 0.025, source: figure4 },
    demon_asimov_loss: { value: 0.079, rounding: 0.0005, source: asimov },
  },
};

/** Jets of the paper's sample, as the authors' public repository has them. */
export const paperJets = { background: 124_708, signal: 191_465 } as const;
