// Distributions of Figure 3: those of score and observables, per class, of the nominal jets and of each variation, and
// how far each variation is from nominal.
import { edge, histogram, type Binning, type Histogram } from './histogram.ts';
import { ksDistance, ksProbability } from './kolmogorov-smirnov.ts';
import { twoSampleChi2 } from './two-sample-chi2.ts';
import type { HistogramBins, HistogramTests } from '@jetdemon/artifacts';
import { poissonInterval, weightedInterval } from '../intervals/poisson.ts';
import type { Pairing } from '../inputs/pairing.ts';
import { ofClass, valuesOf, type OwnColumn, type ScoredJets } from '../inputs/scored-jets.ts';
import { effectiveJets, weightsOfClass } from '../inputs/weights.ts';

/** What an artefact of histograms holds. */
export interface Distributions {
  readonly bins: HistogramBins;
  readonly tests: HistogramTests;
}

/** A nominal sample and what is compared with it. */
export interface ComparedSamples {
  readonly nominal: ScoredJets;
  /** By the name of the variation. */
  readonly variations: Readonly<Record<string, ScoredJets>>;
}

export interface DistributionsOptions {
  /** `rows` by default: the variations are the same jets row by row. */
  readonly pairing?: Pairing;
  /** Samples to be compared whatever the class of their jets, whose labels are all 0. */
  readonly whole?: ComparedSamples | undefined;
}

const classes = ['background', 'signal'] as const;

const unpairedWarning =
  'the varied jets are other jets than the nominal ones: p is that of independent samples, asymptotic, of one comparison ' +
  'among all that are listed; of weighted jets it is right where weights do not depend on the observable';

const warning =
  'the varied jets are the nominal jets, moved: the samples are not independent, so p is far too large and no valid ' +
  'test of agreement; the distance is the number to compare';

/**
 * Histograms of every sample, class and what has bins, and KS distances to nominal of what an attack can move. Of weighted jets, counts are sums of
 * weights, errors the roots of sums of squares, and intervals those of `weightedInterval`.
 *
 * Of other jets, which `pairing` says, p is a probability and a two-sample chi2 is beside it. A class that a sample does not
 * have is left out.
 *
 * @param variations the same jets row by row, or other jets, by the name of the variation
 */
export function measureDistributions(
  nominal: ScoredJets,
  variations: Readonly<Record<string, ScoredJets>>,
  binnings: Readonly<Record<string, Binning>>,
  { pairing = 'rows', whole }: DistributionsOptions = {},
): Distributions {
  const own = Object.entries(nominal.columns ?? {}).filter(([name]) => name in binnings);
  const held = pairing === 'rows' ? own.map(([name]) => name) : [];
  const groups = [{ nominal, variations, names: classes }, ...(whole ? [{ ...whole, names: ['all'] as const }] : [])];
  const cells = groups
    .flatMap((group) =>
      [['nominal', group.nominal] as const, ...Object.entries(group.variations)].flatMap(([sample, jets]) =>
        group.names.flatMap((name, label) =>
          Object.keys(binnings).map((observable) => {
            const values = ofClass(jets, valuesOf(jets, observable), label);
            const weights = jets.weight && weightsOfClass(jets.weight, jets.label, label);
            const reference = jets === group.nominal ? undefined : group.nominal;
            return { about: { sample, class: name, observable }, label, reference, observable, values, weights };
          }),
        ),
      ),
    )
    .filter(({ values }) => values.length > 0);
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
      ...(pairing === 'rows' ? { warning } : { warning: unpairedWarning, pairing }),
      comparisons: filled.flatMap((cell) => {
        const { about, label, reference, observable, values, weights } = cell;
        if (!reference || held.includes(observable)) return [];
        const before = ofClass(reference, valuesOf(reference, observable), label);
        if (before.length === 0) return [];
        const its = reference.weight && weightsOfClass(reference.weight, reference.label, label);
        const distance = ksDistance(before, values, { a: its, b: weights });
        const jetsOf = (of: typeof its, all: typeof before) => (of ? effectiveJets(of) : all.length);
        const p = ksProbability(distance, jetsOf(its, before), jetsOf(weights, values));
        if (pairing === 'rows') return [{ ...about, distance, p }];
        const chi2 = twoSampleChi2(withEnds(histogram(before, binnings[observable]!, its)), withEnds(cell));
        return [{ ...about, distance, p, ...(chi2 && { chi2 }) }];
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

/** The bins, and what lies below and above them as a bin each. */
function withEnds({ counts, variances, below, above, outside }: Histogram) {
  return {
    sum: Float64Array.of(below, ...counts, above),
    variance: Float64Array.of(outside.below, ...variances, outside.above),
  };
}
