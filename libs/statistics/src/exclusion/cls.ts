// Upper limits on a signal by CLs: counts in bins, each with an uncertain background. The model is pyhf's
// `uncorrelated_background`.
import { clsOf, limitsOf, testStatistic, type Cls, type ProfileLikelihood } from './asymptotic.ts';
import { profile, strongest, type CountingData, type CountingModel } from './likelihood.ts';

/**
 * CLs of the signal strength `mu` > 0, see `clsOf`.
 *
 * @param counts in each bin, not necessarily whole, `[bins]`
 */
export function cls(mu: number, counts: readonly number[], model: CountingModel): Cls {
  return clsOf(testStatistic(countingLikelihood(model), measured(counts)), mu);
}

/**
 * Upper limits on the signal strength, where CLs falls to 1 - confidence: observed, and expected of background alone.
 * Infinite when no bin expects signal.
 *
 * @example upperLimit([51, 48], { signal: [12, 11], background: [50, 52], error: [3, 7] }).observed
 */
export function upperLimit(
  counts: readonly number[],
  model: CountingModel,
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): Cls {
  const likelihood = countingLikelihood(model);
  return limitsOf(testStatistic(likelihood, measured(counts)), likelihood.scale, confidence);
}

const measured = (counts: readonly number[]): CountingData => ({ counts, factors: counts.map(() => 1) });

function countingLikelihood(model: CountingModel): ProfileLikelihood<CountingData> {
  const [s, b] = [model.signal, model.background].map((bins) => bins.reduce((sum, bin) => sum + bin, 0)) as [
    number,
    number,
  ];
  return {
    loss: (mu, data) => profile(mu, data, model).loss,
    best: (data) => strongest(data, model),
    asimov(mu, data) {
      const { factors } = profile(mu, data, model);
      const counts = model.background.map((one, bin) => factors[bin]! * one + mu * model.signal[bin]!);
      return { counts, factors };
    },
    scale: s === 0 ? Infinity : (1 + Math.sqrt(b)) / s,
  };
}
