// The acceptance criteria of §III.B of arXiv:1910.08606: how far an attack moves the distributions that an experiment
// would validate, against the limits it may move them.
import { ksMaximum, ksProbability, type KsWeights } from '../distributions/kolmogorov-smirnov.ts';
import { ofClass, valuesOf, type Numbers, type ScoredJets } from '../inputs/scored-jets.ts';
import type { Pairing } from '../inputs/pairing.ts';
import { effectiveJets, weightsOfClass } from '../inputs/weights.ts';
import { observables, type AcceptanceMetrics, type CriterionMetrics, type ObservableName } from '@jetdemon/artifacts';

/**
 * KS distances over their limits, on background and on signal.
 *
 * @param nominal both classes present
 * @param perturbed the same jets, row by row, or other jets of both classes, which `pairing` says
 * @param limits of at least one observable; one without a limit is not measured
 */
export function measureAcceptance(
  nominal: ScoredJets,
  perturbed: ScoredJets,
  limits: Readonly<Partial<Record<ObservableName, number>>>,
  { pairing = 'rows' }: { readonly pairing?: Pairing } = {},
): AcceptanceMetrics {
  const limited = (Object.keys(limits) as ObservableName[]).filter((name) => limits[name] !== undefined);
  const criteriaOf = (name: string, label: number) => {
    const [weights, others] = [nominal, perturbed].map(
      (jets) => jets.weight && weightsOfClass(jets.weight, jets.label, label),
    );
    const criterion = (observable: ObservableName): CriterionMetrics => {
      const [before, after] = [nominal, perturbed].map((jets) => ofClass(jets, valuesOf(jets, observable), label));
      const { p, ...ks } =
        pairing === 'rows'
          ? { ...pairedKs(before!, after!, weights), p: undefined }
          : unpairedKs(before!, after!, { a: weights, b: others });
      const { phrase } = observables[observable];
      const limit = limits[observable]!;
      return {
        ks: {
          ...ks,
          description:
            `largest distance of the distribution functions of ${phrase} of ${name} jets before and after; ` +
            (pairing === 'rows'
              ? 'interval: the error of the mean paired difference where it is largest'
              : 'other jets: interval of the difference of two independent samples where it is largest, and what these are apart by chance is in the value'),
        },
        ks_over_limit: {
          ...{ value: ks.value / limit, low: ks.low / limit, high: ks.high / limit },
          description: `KS distance of ${phrase} of ${name} jets over its limit of ${limit}`,
        },
        ...(p !== undefined && { p }),
      };
    };
    return Object.fromEntries(limited.map((observable) => [observable, criterion(observable)]));
  };
  const background = criteriaOf('background', 0);
  const [observable, largest] = (Object.entries(background) as [ObservableName, CriterionMetrics][])
    .map(([name, { ks_over_limit }]) => [name, ks_over_limit] as const)
    .reduce((worst, next) => (next[1].value > worst[1].value ? next : worst));
  const description = `largest KS distance over its limit on background, that of ${observables[observable].phrase}: passes below 1`;
  return {
    background,
    signal: criteriaOf('signal', 1),
    ...(pairing === 'unpaired' && { pairing }),
    largest_ratio: { ...largest, description },
  };
}

/**
 * KS distance of paired samples with an error. Where the two distribution functions are farthest apart, at x, their
 * difference D is the (weighted) mean over jets of d = [a <= x] - [b <= x], which is -1, 0 or 1; its standard error is that
 * of a mean, sqrt(sum w^2 (d - D)^2) / sum w to first order. That x was chosen for its distance is not in the error: near
 * 0 the distance is that of the fluctuations.
 *
 * @param a finite values, at least one
 * @param b of the same jets, row by row
 * @param weights of the jets, of a sum above 0; absent: 1
 */
export function pairedKs(a: Numbers, b: Numbers, weights?: Float64Array): { value: number; low: number; high: number } {
  const { distance, at } = ksMaximum(a, b, { a: weights, b: weights });
  const error = weights ? weightedError(a, b, at, weights) : countedError(a, b, at, distance);
  return { value: distance, low: Math.max(0, distance - error), high: Math.min(1, distance + error) };
}

/**
 * KS distance of independent samples with an error and the p of `ksProbability`. Where the two distribution functions are
 * farthest apart, at x, their difference has the variances of two independent shares, each F (1 - F) / n, of weighted values
 * sum w^2 ([v <= x] - F)^2 / (sum w)^2. Samples of one distribution are apart by 0.87 sqrt(1 / m + 1 / n) on average.
 *
 * @param a finite values, at least one
 * @param b likewise
 */
export function unpairedKs(
  a: Numbers,
  b: Numbers,
  weights: KsWeights = {},
): { value: number; low: number; high: number; p: number } {
  const { distance, at } = ksMaximum(a, b, weights);
  const of = (values: Numbers, own: Float64Array | undefined) => {
    const each = own ?? new Float64Array(values.length).fill(1);
    const total = each.reduce((sum, weight) => sum + weight, 0);
    const share = each.reduce((sum, weight, row) => sum + (values[row]! <= at ? weight : 0), 0) / total;
    const square = each.reduce((sum, weight, row) => sum + (weight * (Number(values[row]! <= at) - share)) ** 2, 0);
    return { jets: effectiveJets(each), variance: square / total ** 2 };
  };
  const [first, second] = [of(a, weights.a), of(b, weights.b)];
  const error = Math.sqrt(first.variance + second.variance);
  const p = ksProbability(distance, first.jets, second.jets);
  return { value: distance, low: Math.max(0, distance - error), high: Math.min(1, distance + error), p };
}

/** d^2 is 1 for the jets that crossed x, else 0. */
function countedError(a: Numbers, b: Numbers, x: number, distance: number): number {
  let moved = 0;
  for (let row = 0; row < a.length; row++) moved += Number(a[row]! <= x !== b[row]! <= x);
  moved /= a.length;
  return Math.sqrt(Math.max(0, moved - distance * distance) / a.length);
}

function weightedError(a: Numbers, b: Numbers, x: number, weights: Float64Array): number {
  const d = Float64Array.from(a, (value, row) => Number(value <= x) - Number(b[row]! <= x));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = d.reduce((sum, one, row) => sum + weights[row]! * one, 0) / total;
  return Math.sqrt(d.reduce((sum, one, row) => sum + (weights[row]! * (one - mean)) ** 2, 0)) / total;
}
