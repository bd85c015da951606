// Distributions of Figure 3: those of score and observables, per class, of the nominal jets and of each variation, and
// how far each variation is from nominal.
import { edge, histogram, type Binning } from './histogram.ts';
import { ksDistance, ksProbability } from './kolmogorov-smirnov.ts';
import type { HistogramBins, HistogramTests } from '@jetdemon/artifacts';
import { poissonInterval, weightedInterval } from '../intervals/poisson.ts';
import { ofClass, valuesOf, type OwnColumn, type ScoredJets } from '../inputs/scored-jets.ts';
import { effectiveJets, weightsOfClass } from '../inputs/weights.ts';

/** What an artefact of histograms holds. */
export interface Distributions {
  readonly bins: HistogramBins;
  readonly tests: HistogramTests;
}

const classes = ['background', 'signal'] as const;

const warning =
  'the varied jets are the nominal jets, moved: the samples are not independent, so p is far too large and no valid ' +
  'test of agreement; the distance is the number to compare';

/**
 * Histograms of every sample, class and what has bins, and KS distances to nominal of what an attack can move. Of weighted jets, counts are sums of
 * weights, errors the roots of sums of squares, and intervals those of `weightedInterval`.
 *
 * @param variations the same jets row by row, by the name of the variation
 */
export function measureDistributions(
  nominal: ScoredJets,
  variations: Readonly<Record<string, ScoredJets>>,
  binnings: Readonly<Record<string, Binning>>,
): Distributions {
  const own = Object.entries(nominal.columns ?? {}).filter(([name]) => name in binnings);
  const samples = [['nominal', nominal] as const, ...Object.entries(variations)];
  const cells = samples.flatMap(([sample, jets]) =>
    classes.flatMap((name, label) =>
      Object.keys(binnings).map((observable) => {
        const values = ofClass(jets, valuesOf(jets, observable), label);
        const weights = jets.weight && weightsOfClass(jets.weight, jets.label, label);
        return { about: { sample, class: name, observable }, label, jets, observable, values, weights };
      }),
    ),
  );
  const filled = cells.map((cell) => ({
    ...cell,
    ...histogram(cell.values, binnings[cell.observable]!, cell.weights),
  }));
  const rows = filled.flatMap(({ about, observable, values: { length: jets }, weights, counts, variances }) => {
    const binning = binnings[observable]!;
    // The mean weight is 1: sum w^2 / sum w is the number of jets over the effective number.
    const unit = weights ? jets / effectiveJets(weights) : 1;
    return Array.from(counts, (count, at) => {
      const variance = variances[at]!;
      const interval = weights ? weightedInterval(count, variance, unit) : poissonInterval(count);
      return { ...about, low: edge(binning, at), high: edge(binning, at + 1), count, variance, jets, interval };
    });
  });
  return {
    bins: {
      sample: rows.map(({ sample }) => sample),
      class: rows.map((row) => row.class),
      observable: rows.map(({ observable }) => observable),
      low: Float64Array.from(rows, ({ low }) => low),
      high: Float64Array.from(rows, ({ high }) => high),
      count: Float64Array.from(rows, ({ count }) => count),
      fraction: Float64Array.from(rows, ({ count, jets }) => count / jets),
      error: Float64Array.from(rows, ({ variance, jets }) => Math.sqrt(variance) / jets),
      fraction_low: Float64Array.from(rows, ({ interval, jets }) => interval.low / jets),
      fraction_high: Float64Array.from(rows, ({ interval, jets }) => interval.high / jets),
    },
    tests: {
      warning,
      comparisons: cells
        .filter(({ jets, observable }) => jets !== nominal && !own.some(([name]) => name === observable))
        .map(({ about, label, observable, values, weights }) => {
          const reference = ofClass(nominal, valuesOf(nominal, observable), label);
          // Both are the same jets, with the same weights.
          const distance = ksDistance(reference, values, { a: weights, b: weights });
          const jets = weights ? effectiveJets(weights) : values.length;
          return { ...about, distance, p: ksProbability(distance, jets, jets) };
        }),
      outside: filled.map(({ about, values, below, above }) => ({ ...about, jets: values.length, below, above })),
      ...(own.length > 0 && { columns: aboutColumns(own) }),
    },
  };
}

/** Unit and description of columns of the user's own, for artefacts. */
export function aboutColumns(own: readonly (readonly [string, OwnColumn])[]) {
  return Object.fromEntries(own.map(([name, { unit, description }]) => [name, { unit, description }]));
}
