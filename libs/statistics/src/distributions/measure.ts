// Distributions of Figure 3: those of score and observables, per class, of the nominal jets and of each variation, and
// how far each variation is from nominal.
import { edge, histogram, type Binning } from './histogram.ts';
import { ksDistance, ksProbability } from './kolmogorov-smirnov.ts';
import type { HistogramBins, HistogramTests } from '@jetdemon/artifacts';
import { poissonInterval, weightedInterval } from '../intervals/poisson.ts';
import { effectiveJets, weightsOfClass } from '../inputs/weights.ts';

/** Score, pT [GeV], mass [GeV], D2(beta = 2). */
export const observables = ['score', 'pt', 'mass', 'd2'] as const;
export type Observable = (typeof observables)[number];

/**
 * Jets of one sample: values of each observable, the class (0 background, 1 signal) and the weights, of which the sum of
 * each class is its number of jets (see `relativeWeights`); without these every jet counts once. `[jets]` each
 */
export type Jets = Readonly<Record<Observable, Float32Array>> & {
  readonly label: Uint8Array;
  readonly weight?: Float64Array | undefined;
};

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
 * Histograms of every sample, class and observable, and KS distances to nominal. Of weighted jets, counts are sums of
 * weights, errors the roots of sums of squares, and intervals those of `weightedInterval`.
 *
 * @param variations the same jets row by row, by the name of the variation
 */
export function measureDistributions(
  nominal: Jets,
  variations: Readonly<Record<string, Jets>>,
  binnings: Readonly<Record<Observable, Binning>>,
): Distributions {
  const samples = [['nominal', nominal] as const, ...Object.entries(variations)];
  const cells = samples.flatMap(([sample, jets]) =>
    classes.flatMap((name, label) =>
      observables.map((observable) => {
        const values = ofClass(jets, observable, label);
        const weights = jets.weight && weightsOfClass(jets.weight, jets.label, label);
        return { about: { sample, class: name, observable }, label, jets, observable, values, weights };
      }),
    ),
  );
  const filled = cells.map((cell) => ({ ...cell, ...histogram(cell.values, binnings[cell.observable], cell.weights) }));
  const rows = filled.flatMap(({ about, observable, values: { length: jets }, weights, counts, variances }) => {
    const binning = binnings[observable];
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
        .filter(({ jets }) => jets !== nominal)
        .map(({ about, label, observable, values, weights }) => {
          const reference = ofClass(nominal, observable, label);
          // Both are the same jets, with the same weights.
          const distance = ksDistance(reference, values, { a: weights, b: weights });
          const jets = weights ? effectiveJets(weights) : values.length;
          return { ...about, distance, p: ksProbability(distance, jets, jets) };
        }),
      outside: filled.map(({ about, values, below, above }) => ({ ...about, jets: values.length, below, above })),
    },
  };
}

function ofClass(jets: Jets, observable: Observable, label: number): Float32Array {
  return jets[observable].filter((_, row) => jets.label[row] === label);
}
