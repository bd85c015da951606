// Power of two-sample tests against the number of jets, by pseudo-experiments: how often a test of n jets rejects.
import { binomialInterval, ksDistance, ksProbability } from '@jetdemon/statistics';
import type { Key, Uniform } from '@jetdemon/workflow';

/** One number per jet of either sample; jets are independent. */
export interface TwoSamples {
  readonly nominal: ArrayLike<number>;
  readonly moved: ArrayLike<number>;
}

export interface PowerOptions {
  /** Jets of each sample in one pseudo-experiment. */
  readonly jets: number;
  readonly pseudoExperiments: number;
  /** Of the test, which rejects where p <= level. */
  readonly level: number;
}

/** A share of pseudo-experiments, and its interval of 68.27% content. */
export interface Rate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Power {
  readonly power: Rate;
  readonly falseAlarms: Rate;
}

/** p-value of the hypothesis that both are of one distribution. */
export type TwoSampleTest = (control: Float64Array, data: Float64Array, uniform: Uniform) => number;

/**
 * p of the difference of the means, larger in the data, by permutations: with r of P random divisions of all jets into two
 * halves that differ at least as much, p = (r + 1) / (P + 1), exact whatever the distribution (Phipson and Smyth,
 * arXiv:1603.05766). Of the logit of a network that tells the samples apart the mean is the logarithm of a likelihood ratio: a
 * classifier two-sample test (arXiv:1610.06545).
 */
export const meanTest =
  (permutations: number): TwoSampleTest =>
  (control, data, uniform) => {
    const pool = new Float64Array(control.length + data.length);
    pool.set(data);
    pool.set(control, data.length);
    const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
    const found = sumOf(data);
    let atLeast = 0;
    for (let at = 0; at < permutations; at++) {
      let sum = 0;
      for (let i = 0; i < data.length; i++) {
        const j = i + Math.floor(uniform() * (pool.length - i));
        [pool[i], pool[j]] = [pool[j]!, pool[i]!];
        sum += pool[i]!;
      }
      // the same jets in another order are no smaller
      if (sum >= found - 1e-9 * Math.abs(found)) atLeast++;
    }
    return (atLeast + 1) / (permutations + 1);
  };

/** The two-sample Kolmogorov-Smirnov test, asymptotic. */
export const ksTest: TwoSampleTest = (control, data) =>
  ksProbability(ksDistance(control, data), control.length, data.length);

/**
 * How often a test of so many jets rejects: `jets` of either sample are drawn with replacement, moved ones for the power,
 * nominal ones, others than the control, for false alarms.
 */
export function powerOf(test: TwoSampleTest, { nominal, moved }: TwoSamples, options: PowerOptions, key: Key): Power {
  const { jets, pseudoExperiments, level } = options;
  const rate = (data: ArrayLike<number>, uniform: Uniform): Rate => {
    const draw = (from: ArrayLike<number>) =>
      Float64Array.from({ length: jets }, () => from[Math.floor(uniform() * from.length)]!);
    let rejected = 0;
    for (let at = 0; at < pseudoExperiments; at++) if (test(draw(nominal), draw(data), uniform) <= level) rejected++;
    const value = rejected / pseudoExperiments;
    return { value, ...binomialInterval(value, pseudoExperiments) };
  };
  return {
    power: rate(moved, key.split('power').uniform()),
    falseAlarms: rate(nominal, key.split('false alarms').uniform()),
  };
}
