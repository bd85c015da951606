// Histograms of equal bins. What falls outside is counted, never dropped or clipped into an edge bin.

export interface Binning {
  readonly bins: number;
  /** Lower edge of the first bin, in the unit of the observable. */
  readonly low: number;
  /** Upper edge of the last bin; itself outside. */
  readonly high: number;
}

/** Numbers of values, or sums of their weights. */
export interface Histogram {
  /** In each bin, low <= value < high of the bin. `[bins]` */
  readonly counts: Float64Array;
  /** Sums of the squared weights: the variances of `counts`. `[bins]` */
  readonly variances: Float64Array;
  /** Below the first edge. */
  readonly below: number;
  /** At or above the last edge. */
  readonly above: number;
  /** Sums of the squared weights there: the variances of `below` and `above`. */
  readonly outside: { readonly below: number; readonly above: number };
}

/** Edge of a bin: `edge(binning, 0)` is the lowest, `edge(binning, bins)` the highest. */
export function edge({ bins, low, high }: Binning, at: number): number {
  return at === bins ? high : low + ((high - low) * at) / bins;
}

/** The bin of a finite value, low <= value < high of the bin: -1 below the first, `bins` from the last edge on. */
export function binOf(value: number, binning: Binning): number {
  const { bins, low, high } = binning;
  if (value < low) return -1;
  if (value >= high) return bins;
  const bin = Math.min(Math.floor(((value - low) / (high - low)) * bins), bins - 1);
  // The division rounds: the edges decide.
  if (value < edge(binning, bin)) return bin - 1;
  return value >= edge(binning, bin + 1) ? bin + 1 : bin;
}

/**
 * Counts finite values, each with its weight (1 without weights); bins are half open, so that a value on an edge belongs to
 * the upper bin.
 */
export function histogram(values: ArrayLike<number>, binning: Binning, weights?: Float64Array): Histogram {
  const counts = new Float64Array(binning.bins);
  const variances = new Float64Array(binning.bins);
  let below = 0;
  let above = 0;
  const outside = { below: 0, above: 0 };
  for (let at = 0; at < values.length; at++) {
    const weight = weights ? weights[at]! : 1;
    const bin = binOf(values[at]!, binning);
    if (bin < 0) {
      below += weight;
      outside.below += weight * weight;
    } else if (bin >= binning.bins) {
      above += weight;
      outside.above += weight * weight;
    } else {
      counts[bin]! += weight;
      variances[bin]! += weight * weight;
    }
  }
  return { counts, variances, below, above, outside };
}
