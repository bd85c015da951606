// Jets ranked by score, and how many of each class pass every threshold: all that ROC, AUC and significance need.
// A jet passes when score >= threshold. Ranking is done once; counting is one linear pass, so that it can be repeated
// with other weights in every bootstrap replica.

/** Jets in descending order of score. Jets of equal score form one group, which no threshold can divide. */
export interface Ranking {
  /** Distinct scores, descending: the thresholds at which anything changes. `[groups]` */
  readonly thresholds: Float64Array;
  /** Position in `rows` where each group ends. `[groups]` */
  readonly ends: Int32Array;
  /** Row of each jet, by descending score. `[jets]` */
  readonly rows: Int32Array;
  /** -1 (all bits) for signal, 0 for background, in the order of `rows`. `[jets]` */
  readonly signalMask: Int32Array;
}

/** Jets of each class that pass the threshold of each group: the ROC curve as counts. `[groups]` */
export interface Roc {
  readonly signal: Int32Array;
  readonly background: Int32Array;
}

/** Ranks jets by score; `labels` are 0 (background) and 1 (signal), scores finite, both `[jets]`, at least one jet. */
export function rank(labels: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  const rows = Int32Array.from({ length: scores.length }, (_, row) => row);
  rows.sort((a, b) => scores[b]! - scores[a]!);
  const thresholds: number[] = [];
  const ends: number[] = [];
  rows.forEach((row, at) => {
    const score = scores[row]!;
    if (score !== thresholds.at(-1)) thresholds.push(score);
    ends[thresholds.length - 1] = at + 1;
  });
  return {
    thresholds: Float64Array.from(thresholds),
    ends: Int32Array.from(ends),
    rows,
    signalMask: rows.map((row) => -labels[row]!),
  };
}

/** An empty ROC of the right size, to be filled by `countPassing`. */
export function emptyRoc({ thresholds }: Ranking): Roc {
  return { signal: new Int32Array(thresholds.length), background: new Int32Array(thresholds.length) };
}

/**
 * Counts the jets that pass each threshold, every jet as often as its weight says (by row; once without weights).
 *
 * @param into where the counts go: reused between replicas
 */
export function countPassing(ranking: Ranking, weights?: Uint32Array, into: Roc = emptyRoc(ranking)): Roc {
  const { ends, rows, signalMask } = ranking;
  const { signal, background } = into;
  let jets = 0;
  let signalJets = 0;
  let at = 0;
  for (let group = 0; group < ends.length; group++) {
    for (const end = ends[group]!; at < end; at++) {
      const weight = weights ? weights[rows[at]!]! : 1;
      jets += weight;
      signalJets += weight & signalMask[at]!;
    }
    signal[group] = signalJets;
    background[group] = jets - signalJets;
  }
  return into;
}

/**
 * Area under the ROC curve: the probability that a signal jet scores above a background jet, ties counted half.
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

/** Mean score of the jets that `passing` (one class of a `Roc`) counts; NaN when there are none. */
export function meanScore({ thresholds }: Ranking, passing: Int32Array): number {
  let sum = 0;
  let before = 0;
  for (let group = 0; group < passing.length; group++) {
    sum += thresholds[group]! * (passing[group]! - before);
    before = passing[group]!;
  }
  return sum / before;
}

/** The last group that passes `threshold`, -1 when none does: counts at a threshold are those of its group. */
export function groupAt({ thresholds }: Ranking, threshold: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
