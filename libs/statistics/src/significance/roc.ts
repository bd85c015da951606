// Jets ranked by score, and how many of each class pass every threshold: all that ROC, AUC and significance need.
// A jet passes when score >= threshold. Ranking is done once; counting is one linear pass, so that it can be repeated
// with other multiplicities in every bootstrap replica. Weighted jets count with their weights; jets without are counted in
// integers, which is faster.
import { rowsInOrder } from '../inputs/order.ts';

/** Groups of jets that no threshold divides. */
export interface Groups {
  /** Descending: the thresholds at which anything changes. `[groups]` */
  readonly thresholds: Float64Array;
  /** Mean score of the jets of each group, by class; absent: its threshold. `[groups]` */
  readonly means?: { readonly signal: Float64Array; readonly background: Float64Array };
  /** There where jets count with their weights. */
  readonly weights?: object;
}

/** Jets in descending order of score. Jets of equal score, which is their threshold, form one group. */
export interface Ranking extends Groups {
  /** By descending score: four times the row of the jet, and 2 for signal, and 1 for the last jet of its group. `[jets]` */
  readonly jets: Int32Array;
  /** Weight of each jet, in the order of `jets`; absent: 1. `[jets]` */
  readonly weights?: Float64Array;
}

/** Numbers of jets, or sums of their weights. */
export type Sums = Int32Array | Float64Array;

/** What of each class passes the threshold of each group: the ROC curve, not yet divided by its last entries. `[groups]` */
export interface Roc {
  readonly signal: Sums;
  readonly background: Sums;
  /** Background jets that pass, whatever their weights. */
  readonly backgroundJets: Int32Array;
}

/** What passes of all jets and of either half. */
export interface Passing {
  readonly whole: Roc;
  readonly halves: readonly [Roc, Roc];
}

/**
 * Ranks jets by score.
 *
 * @param labels 0 background, 1 signal, `[jets]`, at least one jet
 * @param scores finite, `[jets]`
 * @param weights of either sign, `[jets]`; without them every jet counts once
 */
export function rank(labels: ArrayLike<number>, scores: ArrayLike<number>, weights?: Float64Array): Ranking {
  const rows = rowsInOrder(scores, 'descending');
  const last = rows.map((row, at) => Number(scores[row] !== scores[rows[at + 1]!]));
  return {
    thresholds: Float64Array.from(
      rows.filter((_, at) => last[at]),
      (row) => scores[row]!,
    ),
    jets: rows.map((row, at) => 4 * row + 2 * labels[row]! + last[at]!),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}

/** An empty ROC of the right size, to be filled by `countPassing`. */
export function emptyRoc({ thresholds: { length }, weights }: Ranking): Roc {
  const backgroundJets = new Int32Array(length);
  return weights
    ? { signal: new Float64Array(length), background: new Float64Array(length), backgroundJets }
    : { signal: new Int32Array(length), background: backgroundJets, backgroundJets };
}

/**
 * Sums what passes each threshold: jets, or their weights where the ranking has any, each times its multiplicity.
 *
 * @param multiplicity how often each jet counts, by row; once by default
 * @param into where the sums go: reused between replicas
 */
export function countPassing(ranking: Ranking, multiplicity?: ArrayLike<number>, into: Roc = emptyRoc(ranking)): Roc {
  const { jets, weights } = ranking;
  const { signal, background, backgroundJets } = into;
  let [group, signalSum, backgroundSum, counted] = [0, 0, 0, 0];
  for (let at = 0; at < jets.length; at++) {
    const jet = jets[at]!;
    const times = multiplicity ? multiplicity[jet >>> 2]! : 1;
    const timesSignal = times & -((jet >>> 1) & 1);
    const weight = weights ? weights[at]! : 1;
    signalSum += timesSignal * weight;
    backgroundSum += (times - timesSignal) * weight;
    counted += times - timesSignal;
    if ((jet & 1) === 0) continue;
    signal[group] = signalSum;
    background[group] = backgroundSum;
    backgroundJets[group++] = counted;
  }
  return into;
}

/**
 * Area under the ROC curve: the probability that a signal jet scores above a background jet, ties counted half; of
 * weighted jets sum_sb w_s w_b ([s > b] + [s = b] / 2) / sum_sb w_s w_b, which negative weights may carry beyond 0 and 1.
 * NaN when a class is empty.
 */
export function auc({ signal, background }: Roc): number {
  let area = 0;
  let signalBefore = 0;
  let backgroundBefore = 0;
  for (let group = 0; group < signal.length; group++) {
    area += (background[group]! - backgroundBefore) * (signal[group]! + signalBefore);
    signalBefore = signal[group]!;
    backgroundBefore = background[group]!;
  }
  return area / (2 * signalBefore * backgroundBefore);
}

/**
 * What is quoted of all groups at once, dimensionless: `auc`, and the mean score, weighted, of the jets of each class; NaN of a class of
 * no jets.
 */
export interface Overall {
  readonly auc: number;
  readonly meanSignal: number;
  readonly meanBackground: number;
}

/** In one pass, whose three sums the processor adds side by side. */
export function overall({ thresholds, means }: Groups, { signal, background }: Roc): Overall {
  const { signal: signalScores, background: backgroundScores } = means ?? {
    signal: thresholds,
    background: thresholds,
  };
  let [area, ofSignal, ofBackground, signalBefore, backgroundBefore] = [0, 0, 0, 0, 0];
  for (let group = 0; group < signal.length; group++) {
    const [s, b] = [signal[group]!, background[group]!];
    area += (b - backgroundBefore) * (s + signalBefore);
    ofSignal += signalScores[group]! * (s - signalBefore);
    ofBackground += backgroundScores[group]! * (b - backgroundBefore);
    signalBefore = s;
    backgroundBefore = b;
  }
  return {
    auc: area / (2 * signalBefore * backgroundBefore),
    meanSignal: ofSignal / signalBefore,
    meanBackground: ofBackground / backgroundBefore,
  };
}

/** The last group that passes `threshold`, -1 when none does: counts at a threshold are those of its group. */
export function groupAt({ thresholds }: Groups, threshold: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
