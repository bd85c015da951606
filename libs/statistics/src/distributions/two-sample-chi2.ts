// The two-sample chi2 of binned samples: whether two histograms come from one distribution, whatever their sizes.
// Gagunashvili, "Comparison of weighted and unweighted histograms", arXiv:physics/0605123; ROOT's TH1::Chi2Test "UU" and "WW".
import { chi2Survival } from '../functions/incomplete-gamma.ts';
import type { Chi2, WeightedHistogram } from './chi2.ts';

/**
 * chi2 of the hypothesis that both have the same shares p_i, over merged bins, with their number less one as ndf.
 *
 * Counted values (variance = sum in every bin): sum_i (M n_i - N m_i)^2 / (M N (n_i + m_i)), with the common estimate of
 * p_i. Weighted ones, of either sign: sum_i (W_b a_i - W_a b_i)^2 / (W_b^2 v_ai + W_a^2 v_bi), W the sums of weights.
 *
 * Neighbouring bins are merged to the right, the last ones to the left, until the smaller sample expects `minimumExpected`
 * effective values by the pooled shares, in which the difference of the two has no say.
 *
 * @returns undefined where fewer than two bins are left
 */
export function twoSampleChi2(
  a: WeightedHistogram,
  b: WeightedHistogram,
  { minimumExpected = 10 } = {},
): Pick<Chi2, 'chi2' | 'ndf' | 'p'> | undefined {
  const [totalA, totalB] = [totalOf(a), totalOf(b)];
  const bins = merge(a, b, minimumExpected);
  if (bins.length < 2) return undefined;
  const counted = [a, b].every(({ sum, variance }) => sum.every((one, bin) => one === variance[bin]));
  const chi2 = bins.reduce((total, { a: [n, v], b: [m, u] }) => {
    const difference = totalB.sum * n - totalA.sum * m;
    const variance = counted ? totalA.sum * totalB.sum * (n + m) : totalB.sum ** 2 * v + totalA.sum ** 2 * u;
    return total + difference ** 2 / variance;
  }, 0);
  const ndf = bins.length - 1;
  return { chi2, ndf, p: chi2Survival(chi2, ndf) };
}

/** Sum and variance of both samples in a merged bin. */
interface Bin {
  readonly a: [number, number];
  readonly b: [number, number];
}

function merge(a: WeightedHistogram, b: WeightedHistogram, minimumExpected: number): Bin[] {
  const [totalA, totalB] = [totalOf(a), totalOf(b)];
  const [effectiveA, effectiveB] = [totalA, totalB].map(({ sum, variance }) => sum ** 2 / variance) as [number, number];
  const smaller = Math.min(effectiveA, effectiveB);
  const expected = ({ a: [n], b: [m] }: Bin) =>
    (smaller * ((effectiveA * n) / totalA.sum + (effectiveB * m) / totalB.sum)) / (effectiveA + effectiveB);
  const merged: Bin[] = [];
  let open: Bin = { a: [0, 0], b: [0, 0] };
  for (let bin = 0; bin < a.sum.length; bin++) {
    add(open, { a: [a.sum[bin]!, a.variance[bin]!], b: [b.sum[bin]!, b.variance[bin]!] });
    if (expected(open) < minimumExpected) continue;
    merged.push(open);
    open = { a: [0, 0], b: [0, 0] };
  }
  const last = merged.at(-1);
  if (last) add(last, open);
  return merged;
}

function add(to: Bin, more: Bin): void {
  for (const name of ['a', 'b'] as const) more[name].forEach((value, at) => (to[name][at]! += value));
}

const totalOf = ({ sum, variance }: WeightedHistogram) => ({
  sum: sum.reduce((all, one) => all + one, 0),
  variance: variance.reduce((all, one) => all + one, 0),
});
