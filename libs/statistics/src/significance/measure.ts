// Significance of a classifier as §IV of arXiv:1910.08606 shows and quotes it: curves of the nominal scores and of each
// variation, their peaks, and what is lost at the threshold that the nominal sample suggests. All intervals come from one
// bootstrap, in which samples of the same jets share the replicas, others have their own, and the optimum is chosen again.
import { InputError, type Key } from '@jetdemon/workflow';
import { bootstrapSamples, quote, type BootstrapOptions, type Intervals } from '../intervals/bootstrap.ts';
import { curvesOf, type CurvePoint } from './curves.ts';
import type { Curves, Quoted, SignificanceMetrics } from '@jetdemon/artifacts';
import { ofSample, ofVariation, type Quantity } from './estimators.ts';
import { countPassing, emptyRoc, rank, type Ranking } from './roc.ts';
import { peakSignificance, workingPoint, type WorkingPoint } from './working-point.ts';
import { isIndependent, type IndependentSample, type VariedSample } from '../inputs/pairing.ts';
import { effectiveJets, weightsOfClass } from '../inputs/weights.ts';

export interface SignificanceOptions extends BootstrapOptions {
  /** Background jets that must pass a threshold for it to count, at least 1. */
  readonly minimumBackground?: number;
  /** Points of each curve, evenly from 0 to 1. */
  readonly thresholds?: number;
  /** Weight of each jet, in all samples of these jets, see `relativeWeights`; absent: 1. `[jets]` */
  readonly weights?: Float64Array | undefined;
}

/**
 * Curves and quoted numbers of the nominal scores and of variations of the same jets, or of other jets.
 *
 * @param labels 0 background (at least `minimumBackground` of them), 1 signal, both present, `[jets]`
 * @param nominal scores in [0, 1], `[jets]`
 * @param variations scores of the same jets row by row, each `[jets]`, or samples of other jets (each at least `minimumBackground`
 * of background), by the name of the variation, which gives the replicas of other jets their key
 * @throws InputError when so few background jets of a variation pass the nominal optimum that its significance there is
 * undefined in too many replicas
 */
export function measureSignificance(
  labels: Uint8Array,
  nominal: ArrayLike<number>,
  variations: Readonly<Record<string, VariedSample>>,
  key: Key,
  { replicas = 1000, interval = 0.68, minimumBackground = 20, thresholds = 201, weights }: SignificanceOptions = {},
): { curves: Curves; metrics: SignificanceMetrics } {
  const grid = Array.from({ length: thresholds }, (_, at) => at / (thresholds - 1));
  let size = 0;
  const resampled = [{ labels, key }];
  const sample = (name: string, of: VariedSample, table: Readonly<Record<string, Quantity>>) => {
    const { labels: classes, scores, weights: own } = isIndependent(of) ? of : { labels, scores: of, weights };
    const ranking = rank(classes, scores, own);
    const source = isIndependent(of) ? resampled.push({ labels: of.labels, key: key.split(name) }) - 1 : 0;
    const [first, quantities] = [size, Object.values(table)];
    const firstOfCurve = first + quantities.length;
    size = firstOfCurve + grid.length;
    return { name, ranking, roc: emptyRoc(ranking), quantities, first, firstOfCurve, source };
  };
  const reference = sample('nominal', nominal, ofSample);
  const varied = Object.entries(variations).map(([name, of]) => sample(name, of, ofVariation));

  const intervals = bootstrapSamples(
    resampled,
    (multiplicities, out) => {
      let nominalPeak: WorkingPoint | undefined;
      for (const { ranking, roc, quantities, first, firstOfCurve, source } of [reference, ...varied]) {
        countPassing(ranking, multiplicities[source], roc);
        const peak = peakSignificance(ranking, roc, { minimumBackground });
        nominalPeak ??= peak;
        const measured = { ranking, roc, peak, nominalPeak };
        quantities.forEach((quantity, at) => (out[first + at] = quantity.of(measured)));
        grid.forEach((t, at) => (out[firstOfCurve + at] = workingPoint(ranking, roc, t).significance));
      }
    },
    size,
    { replicas, interval },
  );

  const { name, ranking, first } = reference;
  const optimum = peakSignificance(ranking, countPassing(ranking), { minimumBackground });
  const independent = Object.entries(variations).filter((one): one is [string, IndependentSample] =>
    isIndependent(one[1]),
  );
  const metrics = {
    ...quoteAll(ofSample, intervals, first, name),
    variations: Object.fromEntries(
      varied.map((one) => [one.name, quoteAll(ofVariation, intervals, one.first, one.name)]),
    ),
    jets: {
      ...countOf(labels),
      background_at_optimum: optimum.backgroundJets,
      ...effective(labels, weights),
      ...(independent.length > 0 && {
        variations: Object.fromEntries(
          independent.map(([name, of]) => [name, { ...countOf(of.labels), ...effective(of.labels, of.weights) }]),
        ),
      }),
    },
    convention: {
      replicas,
      interval,
      minimum_background: minimumBackground,
      ...(independent.length > 0 && { pairing: 'unpaired' as const }),
      description:
        `peaks are taken over thresholds that at least ${minimumBackground} background jets pass (score >= threshold); ` +
        `intervals hold ${Number((100 * interval).toPrecision(4))}%, from ${replicas} bootstrap replicas of the jets, each with its own optimum` +
        (weights ? '; jets count with their weights, but as jets where their number is asked for' : '') +
        (independent.length > 0
          ? '; varied samples are other jets than the nominal ones, each with replicas of its own'
          : ''),
    },
  };
  const curves = [reference, ...varied].map((one) => curve(one, grid, minimumBackground, intervals));
  return { curves: curvesOf(curves.flat()), metrics };
}

function countOf(labels: Uint8Array) {
  const signal = labels.reduce((sum, label) => sum + label, 0);
  return { signal, background: labels.length - signal };
}

function effective(
  labels: Uint8Array,
  weights: Float64Array | undefined,
): Pick<SignificanceMetrics['jets'], 'effective'> {
  if (!weights) return {};
  const of = (label: number) => effectiveJets(weightsOfClass(weights, labels, label));
  return { effective: { signal: of(1), background: of(0) } };
}

function quoteAll<Name extends string>(
  table: Readonly<Record<Name, Quantity>>,
  intervals: Intervals,
  first: number,
  sample: string,
): Record<Name, Quoted> {
  const entries = Object.entries<Quantity>(table).map(([name, { description, reflected }], at) => {
    const quoted = quote(intervals, first + at, description, { reflected });
    if (![quoted.value, quoted.low, quoted.high].every(Number.isFinite)) {
      throw new InputError(`${sample}: ${name} is undefined: hardly any background jet passes the nominal optimum`);
    }
    return [name, quoted];
  });
  return Object.fromEntries(entries) as Record<Name, Quoted>;
}

function curve(
  { name, ranking, firstOfCurve }: { name: string; ranking: Ranking; firstOfCurve: number },
  grid: readonly number[],
  minimumBackground: number,
  { low, high }: Intervals,
): CurvePoint[] {
  const roc = countPassing(ranking);
  return grid
    .map((threshold, at) => ({
      ...workingPoint(ranking, roc, threshold),
      sample: name,
      low: low[firstOfCurve + at]!,
      high: high[firstOfCurve + at]!,
    }))
    .filter(
      ({ backgroundJets, significance, high: upper }) =>
        backgroundJets >= minimumBackground && significance < Infinity && upper < Infinity,
    );
}
