// The chi2 of counts against a model that was simulated, so that the model fluctuates too: N. Gagunashvili, "Comparison
// of weighted and unweighted histograms", arXiv:physics/0605123, which ROOT's TH1::Chi2Test calls "UW". Against Pearson's
// chi2, in which the model is exact and ndf the same, agreement would look too bad by the factor 1 + (model variance) /
// (counts); the naive sum of (n - m)^2 / (n + v) takes its variance from the data and is biased where n fluctuates down.
import { chi2Survival } from '../functions/incomplete-gamma.ts';

/** A histogram of weighted events. `[bins]` each */
export interface WeightedHistogram {
  /** Sum of the weights of the events in each bin. */
  readonly sum: Float64Array;
  /** Sum of their squares: the variance of `sum`. */
  readonly variance: Float64Array;
}

export interface Chi2Options {
  /** Bins are merged until the model expects this many in each and has as many equivalent events. */
  readonly minimumExpected?: number;
  /**
   * `simulation`: the model says how many counts there should be, and ndf is the number of merged bins; `data`: it is
   * scaled to the counts first, and ndf is one less.
   */
  readonly normalisation?: 'simulation' | 'data';
  /** Variances of the counts where these are sums of weights: chi2 is then sum_i (n_i - m_i)^2 / (u_i + v_i). `[bins]` */
  readonly variance?: Float64Array;
}

export interface Chi2 {
  readonly chi2: number;
  readonly ndf: number;
  /** Probability of a chi2 at least this large when the model is right. */
  readonly p: number;
  /** What the model was multiplied with: 1 for the normalisation of the simulation. */
  readonly scale: number;
}

/**
 * chi2 = sum_i (n_i - mu_i)^2 / mu_i + (m_i - mu_i)^2 / v_i over the merged bins, with m_i the model's sum of weights,
 * v_i its variance (both scaled), and mu_i the common expectation that is most likely for n_i (Poisson) and m_i
 * (normal): mu = (m - v + sqrt((m - v)^2 + 4 v n)) / 2. Eqs. for p-hat and X^2 of the unweighted-weighted comparison
 * (arXiv:physics/0605123), with mu = N p-hat. An exact model (v = 0) gives Pearson's chi2.
 *
 * Low bins are merged with their neighbours to the right, the last ones to the left, by the model alone, so that the
 * counts have no say in it. 10 expected events are Gagunashvili's recommendation for weights close to constant.
 *
 * @param counts unweighted events in each bin, `[bins]`
 */
export function chi2Test(
  counts: Float64Array,
  model: WeightedHistogram,
  { minimumExpected = 10, normalisation = 'simulation', variance }: Chi2Options = {},
): Chi2 {
  const scale = normalisation === 'simulation' ? 1 : total(counts) / total(model.sum);
  const bins = mergeBins(counts, model, scale, minimumExpected, variance);
  const chi2 = bins.reduce((sum, { n, m, v, u }) => sum + binChi2(n, scale * m, scale * scale * v, variance && u), 0);
  const ndf = Math.max(0, bins.length - (normalisation === 'simulation' ? 0 : 1));
  return { chi2, ndf, p: chi2Survival(chi2, ndf), scale };
}

interface Bin {
  n: number;
  m: number;
  v: number;
  /** Variance of n, of weighted counts. */
  u: number;
}

function mergeBins(
  counts: Float64Array,
  model: WeightedHistogram,
  scale: number,
  minimumExpected: number,
  variance: Float64Array | undefined,
): Bin[] {
  const merged: Bin[] = [];
  let open: Bin = { n: 0, m: 0, v: 0, u: 0 };
  counts.forEach((n, at) => {
    open = {
      n: open.n + n,
      m: open.m + model.sum[at]!,
      v: open.v + model.variance[at]!,
      u: open.u + (variance?.[at] ?? 0),
    };
    const equivalent = open.v > 0 ? open.m ** 2 / open.v : Infinity;
    if (scale * open.m >= minimumExpected && equivalent >= minimumExpected) {
      merged.push(open);
      open = { n: 0, m: 0, v: 0, u: 0 };
    }
  });
  const last = merged.at(-1);
  if (!last) return open.m > 0 ? [open] : [];
  last.n += open.n;
  last.m += open.m;
  last.v += open.v;
  last.u += open.u;
  return merged;
}

/** `m` > 0; the first term of an empty bin is its limit, mu. */
function binChi2(n: number, m: number, v: number, u?: number): number {
  if (u !== undefined) return (n - m) ** 2 / (u + v);
  if (v === 0) return (n - m) ** 2 / m;
  const difference = m - v;
  const mu = (difference + Math.sqrt(difference * difference + 4 * v * n)) / 2;
  return (n > 0 ? (n - mu) ** 2 / mu : mu) + (m - mu) ** 2 / v;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
