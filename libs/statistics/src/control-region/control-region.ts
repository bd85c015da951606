// The control region of Fig. 1 of arXiv:1910.08606 and what of it region.json and metrics.json hold.
//
// The paper blinds "the region in which expected signal efficiency exceeds 10%". Read as the efficiency of a cut,
// score >= t, that would blind everything below a threshold and leave the most signal-like jets to look at; it can only
// mean the opposite end. Here: the control region is the low scores, as far as they hold less than 10% of the nominal
// signal, in whole bins of the classifier output; all above is blinded.
import { InputError } from '@jetdemon/workflow';
import type { Chi2 } from '../distributions/chi2.ts';
import { binOf, edge, type Binning } from '../distributions/histogram.ts';
import type { Quoted } from '../significance/metrics.ts';

/** What is compared in the control region. */
export const compared = ['score', 'pt', 'mass'] as const;
export type Compared = (typeof compared)[number];

/** Pseudodata of perturbed background, with perturbed signal added, and of background that nobody perturbed. */
export type Pseudodata = 'background' | 'with_signal' | 'unperturbed';

/** chi2 of one observable over pseudo-experiments. */
export interface ObservableMetrics {
  /** Median, and the central 68% of pseudo-experiments. */
  readonly chi2_per_ndf: Quoted;
  /** Median, and the central 68% of pseudo-experiments. */
  readonly p: Quoted;
  /** Share of pseudo-experiments with p < 0.05, and its 68% interval from their number. */
  readonly detected: Quoted;
}

export interface PseudodataMetrics extends Readonly<Record<Compared, ObservableMetrics>> {
  /** Share in which any of the three observables has p < 0.05 / 3. */
  readonly any: { readonly detected: Quoted };
  /** The classifier output in the blinded region: what would be seen after unblinding, no part of the validation. */
  readonly score_after_unblinding: ObservableMetrics;
}

/** metrics.json of the kind `control region`; `with_signal` is absent without an admixture. */
export type ControlRegionMetrics = Readonly<Record<'background' | 'unperturbed', PseudodataMetrics>> & {
  readonly with_signal?: PseudodataMetrics;
};

/** One chi2 of the pseudodata that are shown. */
export interface RegionTest extends Chi2 {
  readonly pseudodata: 'background' | 'with signal';
  readonly observable: Compared;
  readonly region: 'control' | 'blinded';
  /** Jets of the region outside the bins of the observable, in no chi2; the model's as expected in the pseudodata. */
  readonly outside: { readonly model: number; readonly observed: number };
}

/** region.json of the kind `control region`. */
export interface ControlRegion {
  readonly thresholds: {
    /** Lower edge of the blinded region in classifier output. */
    readonly blinded_above: number;
    /** Threshold of the largest eps_S / sqrt(eps_B) of the nominal jets. */
    readonly optimum: number;
  };
  /** Share of the nominal jets in the control region. */
  readonly control_region: { readonly signal: number; readonly background: number };
  /** Jets in the whole range of classifier output. */
  readonly jets: {
    /** Nominal background jets of the model, and their weight there; of weighted jets the mean. */
    readonly model: number;
    readonly model_weight: number;
    /** Background and signal jets of the pseudodata that are shown. */
    readonly pseudodata: { readonly background: number; readonly signal: number };
  };
  /** How the test is done, in words for a caption. */
  readonly treatment: string;
  readonly tests: readonly RegionTest[];
}

/**
 * The first blinded bin: the bins of classifier output below it hold less than `signalEfficiency` of the signal.
 *
 * @param scores classifier output of the nominal signal, `[jets]`
 * @param weights of these jets, of mean 1; absent: 1
 * @throws InputError when the lowest bin holds as much already
 */
export function firstBlindedBin(
  scores: ArrayLike<number>,
  binning: Binning,
  signalEfficiency: number,
  weights?: Float64Array,
): number {
  const held = new Float64Array(binning.bins + 1);
  for (let jet = 0; jet < scores.length; jet++)
    held[Math.max(0, binOf(scores[jet]!, binning))]! += weights ? weights[jet]! : 1;
  let below = 0;
  let bin = 0;
  while (bin < binning.bins && below + held[bin]! < signalEfficiency * scores.length) below += held[bin++]!;
  if (bin === 0) {
    throw new InputError(
      `expected a control region: a lowest bin of the classifier output, up to ${edge(binning, 1)}, with less than ` +
        `${signalEfficiency} of the signal; found ${(held[0]! / scores.length).toPrecision(3)}: take narrower bins or blind less`,
    );
  }
  return bin;
}
