// Samples that are measured together: where the statistics of each stand among those of a replica, and how these are quoted.
import type { Bare, Curves, Interval, SampleMetrics, Stated, VariationMetrics } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import { quote, type Intervals } from '../intervals/bootstrap.ts';
import { conservative, tooNarrow } from '../intervals/caveats.ts';
import type { Replicas } from '../intervals/replicated.ts';
import { curvesOf, type CurvePoint } from './curves.ts';
import { ofSample, ofVariation, type Quantity } from './estimators.ts';
import { groupAt, overall, type Groups, type Roc } from './roc.ts';
import { optimumOf, pointAt, type Counted, type Optimum } from './optimum.ts';
import { pointOfGroup, workingPoint, type WorkingPoint } from './working-point.ts';

/** A sample of its own name. */
export interface Named<G extends Groups> {
  readonly name: string;
  readonly ranking: G;
}

interface Sample<G extends Groups> extends Named<G> {
  readonly quantities: readonly Quantity[];
  /** Where its quantities begin, and the points of its curve. */
  readonly first: number;
  readonly firstOfCurve: number;
  /** The group of each threshold of the grid. */
  readonly groupsOfCurve: readonly number[];
}

export interface Samples<G extends Groups> {
  /** The nominal one first. */
  readonly all: readonly Sample<G>[];
  /** Thresholds of the curves. */
  readonly grid: readonly number[];
  /** Statistics of one replica. */
  readonly size: number;
  readonly minimumBackground: number;
  readonly optimum: Optimum;
}

/** Numbers of the nominal sample, and of each variation by its name. */
export type QuotedSamples = SampleMetrics & { readonly variations: Record<string, VariationMetrics> };

/** @param named the nominal sample first, then its variations */
export function samplesOf<G extends Groups>(
  named: readonly Named<G>[],
  {
    thresholds,
    ...options
  }: { readonly thresholds: number; readonly minimumBackground: number; readonly optimum: Optimum },
): Samples<G> {
  const grid = Array.from({ length: thresholds }, (_, at) => at / (thresholds - 1));
  let size = 0;
  const all = named.map((one, at) => {
    const [first, quantities] = [size, Object.values<Quantity>(at === 0 ? ofSample : ofVariation)];
    const firstOfCurve = first + quantities.length;
    size = firstOfCurve + grid.length;
    const groupsOfCurve = grid.map((threshold) => groupAt(one.ranking, threshold));
    return { ...one, quantities, first, firstOfCurve, groupsOfCurve };
  });
  return { all, grid, size, ...options };
}

/**
 * Writes the statistics of one replica into `out`; every sample chooses its optimum anew.
 *
 * @param countedOf what passes in this replica, by the index of the sample
 */
export function measureReplica<G extends Groups>(
  { all, minimumBackground }: Samples<G>,
  countedOf: (at: number) => Counted<G>,
  out: Float64Array,
): void {
  let nominal: { readonly optimum: readonly number[]; readonly peak: WorkingPoint } | undefined;
  for (const [at, { ranking, quantities, first, firstOfCurve, groupsOfCurve }] of all.entries()) {
    const counted = countedOf(at);
    const optimum = optimumOf(counted, minimumBackground);
    const peak = pointAt(counted, optimum);
    nominal ??= { optimum, peak };
    const there = pointAt(counted, nominal.optimum);
    const measured = {
      overall: counted.overall ?? overall(ranking, counted.whole),
      peak,
      nominalPeak: nominal.peak,
      there,
    };
    quantities.forEach((quantity, of) => (out[first + of] = quantity.of(measured)));
    groupsOfCurve.forEach((group, of) => (out[firstOfCurve + of] = pointOfGroup(counted.whole, group).significance));
  }
}

/**
 * The quoted numbers of all samples.
 *
 * @throws InputError when so few background jets of a variation pass the nominal optimum that its significance there is undefined
 */
export function quoteSamples<G extends Groups>({ all, optimum }: Samples<G>, intervals: Intervals): QuotedSamples {
  const [nominal, ...varied] = all;
  return {
    ...quoteAll<SampleMetrics>(ofSample, intervals, nominal!, optimum),
    variations: Object.fromEntries(
      varied.map((one) => [one.name, quoteAll<VariationMetrics>(ofVariation, intervals, one, optimum)]),
    ),
  };
}

/** Replicas of every quoted number, by its place. */
export function replicasOfSamples<G extends Groups>(
  { all, optimum }: Samples<G>,
  { drawn }: Intervals,
  jets: string,
): Map<string, Replicas> {
  return new Map(
    all.flatMap(({ name, first }, index) =>
      Object.entries<Quantity>(index === 0 ? ofSample : ofVariation).flatMap(
        ([quantity, { kind, optimum: rests }], at) => {
          if (rests === 'place') return [];
          const place = index === 0 ? quantity : `variations/${name}/${quantity}`;
          const values = drawn[first + at]!;
          return [[place, { jets, kind: kind?.[optimum] ?? 'percentile', ...(rests && { optimum }), values }] as const];
        },
      ),
    ),
  );
}

function quoteAll<Metrics extends SampleMetrics>(
  table: Readonly<Record<keyof Metrics, Quantity>>,
  intervals: Intervals,
  { name: sample, first }: { readonly name: string; readonly first: number },
  optimum: Optimum,
): Metrics {
  const entries = Object.entries<Quantity>(table).map(([name, quantity], at) => {
    const { value, low, high } = quote(intervals, first + at, '', quantity.kind?.[optimum]);
    if (![value, low, high].every(Number.isFinite))
      throw new InputError(`${sample}: ${name} is undefined: hardly any background jet passes the nominal optimum`);
    return [name, stated(quantity, { value, low, high }, optimum)];
  });
  return Object.fromEntries(entries) as unknown as Metrics;
}

function stated({ description, optimum: rests }: Quantity, interval: Interval, optimum: Optimum): Stated {
  if (rests === 'place') return bareOf(interval, description);
  const caveat =
    rests && optimum === 'same-jets' ? `; ${tooNarrow}` : rests === 'difference' ? `; ${conservative}` : '';
  return { ...interval, description: `${description}${caveat}` };
}

function bareOf({ value, low, high }: Interval, description: string): Bare {
  const [from, to] = [low, high].map((end) => end.toPrecision(3));
  return { value, uncertainty: `no interval, a flat maximum may lie anywhere; in most replicas of the jets it lies between ${from} and ${to}`, description }; // prettier-ignore
}

/**
 * The curves of all samples, thresholds that enough background jets pass.
 *
 * @param rocOf what passes of the samples as they are, by their index
 */
export function curvesOfSamples<G extends Groups>(
  { all, grid, minimumBackground }: Samples<G>,
  rocOf: (at: number) => Roc,
  { low, high }: Intervals,
): Curves {
  const points = all.flatMap(({ name, ranking, firstOfCurve }, index): CurvePoint[] => {
    const roc = rocOf(index);
    return grid.map((threshold, at) => ({
      ...workingPoint(ranking, roc, threshold),
      sample: name,
      low: low[firstOfCurve + at]!,
      high: high[firstOfCurve + at]!,
    }));
  });
  return curvesOf(
    points.filter(
      ({ backgroundJets, significance, high: upper }) =>
        backgroundJets >= minimumBackground && significance < Infinity && upper < Infinity,
    ),
  );
}
