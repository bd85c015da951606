// Bins of the score for limits, and what of each class falls into them.
import { InputError } from '@jetdemon/workflow';
import type { ScoredJets } from '../inputs/scored-jets.ts';

/**
 * Edges of equal bins of [0, 1], of which neighbours are joined, from the top down, until at least `minimumBackground` background jets
 * of the sample lie in each; what is left at the bottom joins the lowest.
 *
 * @param jets at least `minimumBackground` of background
 * @param bins of equal width, before any are joined
 */
export function scoreEdges({ label, score }: ScoredJets, bins: number, minimumBackground: number): number[] {
  const equal = Array.from({ length: bins + 1 }, (_, at) => at / bins);
  const counts = new Int32Array(bins);
  binsOf(score, equal).forEach((bin, row) => (counts[bin]! += label[row] === 0 ? 1 : 0));
  const edges = [1];
  for (let [bin, held] = [bins - 1, 0]; bin >= 0; bin--) {
    held += counts[bin]!;
    if (held < minimumBackground) continue;
    edges.push(equal[bin]!);
    held = 0;
  }
  edges[edges.length - 1] = 0;
  return edges.toReversed();
}

/** The bin of each value in [0, 1]: low <= value < high, and the last edge too. `[values]` */
export function binsOf(values: ArrayLike<number>, edges: readonly number[]): Int32Array {
  return Int32Array.from(values, (value) => {
    let [low, high] = [0, edges.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (value >= edges[middle]!) low = middle;
      else high = middle;
    }
    return low;
  });
}

/** Jets of a sample in bins. */
export interface Binned {
  readonly label: Uint8Array;
  readonly bin: Int32Array;
  readonly weight: Float64Array | undefined;
}

/** Share of each class in each bin, `[bins]` each. */
export interface Shares {
  readonly signal: Float64Array;
  readonly background: Float64Array;
}

/**
 * Shares under multiplicities of the jets; weights that sum to less than nothing in a bin count as nothing there.
 *
 * @throws InputError when the weights of a class do not sum to more than 0, as in a replica of too few positive ones
 */
export function sharesOf({ label, bin, weight }: Binned, multiplicity: ArrayLike<number>, bins: number): Shares {
  const counts = [new Float64Array(bins), new Float64Array(bins)] as const;
  for (let row = 0; row < label.length; row++)
    counts[label[row]! as 0 | 1][bin[row]!]! += multiplicity[row]! * (weight ? weight[row]! : 1);
  const [background, signal] = counts.map((of) => {
    const total = of.reduce((sum, one) => sum + one, 0);
    if (!(total > 0))
      throw new InputError(`expected weights of each class whose sum is above 0, in every bootstrap replica as well, found ${total}: negative weights leave too little`); // prettier-ignore
    return of.map((one) => Math.max(0, one) / total);
  });
  return { signal: signal!, background: background! };
}
