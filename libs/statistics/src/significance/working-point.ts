// Relative discovery significance, §IV of arXiv:1910.08606: at one threshold, and at its peak.
import { InputError } from '@jetdemon/workflow';
import { groupAt, type Groups, type Roc } from './roc.ts';

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
  /** `relativeSignificance` of the two; +Infinity when no background jet passes, or weights of no positive sum. */
  readonly significance: number;
  /** Background jets that pass, whatever their weights. */
  readonly backgroundJets: number;
}

/** The working point at a given threshold, such as the optimum of another sample. */
export function workingPoint(ranking: Groups, roc: Roc, threshold: number): WorkingPoint {
  return { threshold, ...pointOfGroup(roc, groupAt(ranking, threshold)) };
}

/** What passes the threshold of a group; nothing of the group -1. */
export function pointOfGroup(roc: Roc, group: number): Omit<WorkingPoint, 'threshold'> {
  const signalEfficiency = group < 0 ? 0 : roc.signal[group]! / roc.signal.at(-1)!;
  const backgroundJets = group < 0 ? 0 : roc.backgroundJets[group]!;
  const backgroundEfficiency = group < 0 ? 0 : roc.background[group]! / roc.background.at(-1)!;
  const significance = relativeSignificance(signalEfficiency, backgroundEfficiency);
  return { signalEfficiency, backgroundEfficiency, significance, backgroundJets };
}

/**
 * The working point of the largest eps_S / sqrt(eps_B) among the thresholds that at least `minimumBackground`
 * background jets pass: beyond them the ratio is a fluctuation of the tail, and without any background undefined.
 * Every distinct score is tried; of equal peaks the highest threshold is taken. The sample must hold
 * `minimumBackground` background jets: of weighted jets too it is their number that counts. Thresholds that background of
 * no positive sum of weights passes are left out.
 *
 * @throws InputError when the weights of a class do not sum to more than 0, as in a replica of too few positive ones
 */
export function peakSignificance(ranking: Groups, roc: Roc, { minimumBackground = 20 } = {}): WorkingPoint {
  const { signal, background, backgroundJets } = roc;
  if (ranking.weights) requirePositive(roc);
  const total = signal.at(-1)!;
  let best = -1;
  let bestRatio = -1; // S^2 / B: the order of significances without square roots
  let most = Infinity; // background with which all signal makes no larger ratio
  for (let group = 0; group < signal.length; group++) {
    if (backgroundJets[group]! < minimumBackground) continue;
    const [s, b] = [signal[group]!, background[group]!];
    if (b > most) break;
    const ratio = (s * s) / b;
    // Without a cut both sums are above 0: where weights make one negative there is no peak.
    if (ratio > bestRatio && b > 0 && s >= 0) {
      bestRatio = ratio;
      best = group;
      if (!ranking.weights) most = ((1 + 1e-9) * (total * total)) / ratio; // neither sum ever falls
    }
  }
  if (best < 0) throw new Error(`internal: fewer than ${minimumBackground} background jets`);
  return workingPoint(ranking, roc, ranking.thresholds[best]!);
}

function requirePositive(roc: Roc): void {
  for (const name of ['signal', 'background'] as const) {
    const sum = roc[name].at(-1)!;
    if (sum > 0) continue;
    throw new InputError(
      `expected weights of ${name} jets whose sum is above 0, in every bootstrap replica as well, found ${sum}: ` +
        'negative weights leave too little',
    );
  }
}
