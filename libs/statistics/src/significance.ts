// Relative discovery significance, §IV of arXiv:1910.08606: at one threshold, and at its peak.
import { groupAt, type Ranking, type Roc } from './roc.ts';

/**
 * eps_S / sqrt(eps_B): the factor by which a threshold changes the expected significance S / sqrt(B) of a search
 * (§IV of arXiv:1910.08606, asymptotic limit S << B). Undefined without background: then +Infinity, never NaN, so
 * that whoever asks must exclude it.
 */
export function relativeSignificance(signalEfficiency: number, backgroundEfficiency: number): number {
  return backgroundEfficiency > 0 ? signalEfficiency / Math.sqrt(backgroundEfficiency) : Infinity;
}

/** What passes one threshold. */
export interface WorkingPoint {
  /** A jet passes when score >= threshold. */
  readonly threshold: number;
  readonly signalEfficiency: number;
  readonly backgroundEfficiency: number;
  /** `relativeSignificance` of the two; +Infinity when no background jet passes. */
  readonly significance: number;
  readonly backgroundJets: number;
}

/** The working point at a given threshold, such as the optimum of another sample. */
export function workingPoint(ranking: Ranking, roc: Roc, threshold: number): WorkingPoint {
  const group = groupAt(ranking, threshold);
  const signalEfficiency = group < 0 ? 0 : roc.signal[group]! / roc.signal.at(-1)!;
  const backgroundJets = group < 0 ? 0 : roc.background[group]!;
  const backgroundEfficiency = backgroundJets / roc.background.at(-1)!;
  const significance = relativeSignificance(signalEfficiency, backgroundEfficiency);
  return { threshold, signalEfficiency, backgroundEfficiency, significance, backgroundJets };
}

/**
 * The working point of the largest eps_S / sqrt(eps_B) among the thresholds that at least `minimumBackground`
 * background jets pass: beyond them the ratio is a fluctuation of the tail, and without any background undefined.
 * Every distinct score is tried; of equal peaks the highest threshold is taken. The sample must hold
 * `minimumBackground` background jets.
 */
export function peakSignificance(ranking: Ranking, roc: Roc, { minimumBackground = 20 } = {}): WorkingPoint {
  const { signal, background } = roc;
  let best = -1;
  let bestRatio = -1; // S^2 / B: the order of significances without square roots
  for (let group = 0; group < signal.length; group++) {
    if (background[group]! < minimumBackground) continue;
    const ratio = (signal[group]! * signal[group]!) / background[group]!;
    if (ratio > bestRatio) {
      bestRatio = ratio;
      best = group;
    }
  }
  if (best < 0) throw new Error(`internal: fewer than ${minimumBackground} background jets`);
  return workingPoint(ranking, roc, ranking.thresholds[best]!);
}
