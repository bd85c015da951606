// Significance of a classifier as §IV of arXiv:1910.08606 shows and quotes it: curves of the nominal scores and of each
// variation, their peaks, and what is lost at the threshold that the nominal sample suggests. All intervals come from one
// bootstrap, in which samples of the same jets share the replicas, others have their own, and the optimum is chosen again.
import type { Key } from '@jetdemon/workflow';
import { bootstrapSamples, type BootstrapOptions } from '../intervals/bootstrap.ts';
import { whatIntervalsHold } from '../intervals/caveats.ts';
import type { Replicas } from '../intervals/replicated.ts';
import type { Curves, SignificanceMetrics } from '@jetdemon/artifacts';
import { counterOf } from './counter.ts';
import { optimumOf, pointAt, type Optimum } from './optimum.ts';
import { rank } from './roc.ts';
import { curvesOfSamples, measureReplica, quoteSamples, replicasOfSamples, samplesOf } from './samples.ts';
import { isIndependent, type IndependentSample, type VariedSample } from '../inputs/pairing.ts';
import { effectiveJets, weightsOfClass } from '../inputs/weights.ts';

export interface SignificanceOptions extends BootstrapOptions {
  /** Background jets that must pass a threshold for it to count, at least 1. */
  readonly minimumBackground?: number;
  /** Points of each curve, evenly from 0 to 1. */
  readonly thresholds?: number;
  /** Weight of each jet, in all samples of these jets, see `relativeWeights`; absent: 1. `[jets]` */
  readonly weights?: Float64Array | undefined;
  /** Where the optimum is chosen. */
  readonly optimum?: Optimum;
  /** What the replicas are known by, see `identityOf`. */
  readonly identity?: string;
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
  {
    replicas = 1000,
    interval = 0.68,
    minimumBackground = 20,
    thresholds = 201,
    weights,
    optimum = 'other-half',
    identity = '',
  }: SignificanceOptions = {},
): { curves: Curves; metrics: SignificanceMetrics; replicas: Map<string, Replicas> } {
  const resampled = [{ labels, key }];
  const sample = (name: string, of: VariedSample) => {
    const { labels: classes, scores, weights: own } = isIndependent(of) ? of : { labels, scores: of, weights };
    const ranking = rank(classes, scores, own);
    const source = isIndependent(of) ? resampled.push({ labels: of.labels, key: key.split(name) }) - 1 : 0;
    return { name, ranking, count: counterOf(ranking, classes, optimum), source };
  };
  const sources = [sample('nominal', nominal), ...Object.entries(variations).map(([name, of]) => sample(name, of))];
  const samples = samplesOf(sources, { thresholds, minimumBackground, optimum });

  const intervals = bootstrapSamples(
    resampled,
    (multiplicities, out) => {
      const counted = ({ count, source }: (typeof sources)[number]) => count(multiplicities[source]);
      measureReplica(samples, (at) => counted(sources[at]!), out);
    },
    samples.size,
    { replicas, interval },
  );

  const nominalCounts = sources[0]!.count();
  const best = pointAt(nominalCounts, optimumOf(nominalCounts, minimumBackground));
  const independent = Object.entries(variations).filter((one): one is [string, IndependentSample] =>
    isIndependent(one[1]),
  );
  const metrics = {
    ...quoteSamples(samples, intervals),
    jets: {
      ...countOf(labels),
      background_at_optimum: best.backgroundJets,
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
      ...(optimum === 'other-half' && { optimum }),
      ...(independent.length > 0 && { pairing: 'unpaired' as const }),
      description:
        `peaks are taken over thresholds that at least ${minimumBackground} background jets pass (score >= threshold)` +
        (optimum === 'other-half'
          ? ', half as many in each half of the jets, which is quoted at the optimum of the other; '
          : '; ') +
        `intervals hold ${Number((100 * interval).toPrecision(4))}%${whatIntervalsHold(optimum)}, from ${replicas} bootstrap replicas of the jets, each with its own optimum` +
        (weights ? '; jets count with their weights, but as jets where their number is asked for' : '') +
        (independent.length > 0
          ? '; varied samples are other jets than the nominal ones, each with replicas of its own'
          : ''),
    },
  };
  const curves = curvesOfSamples(samples, (at) => sources[at]!.count().whole, intervals);
  return { curves, metrics, replicas: replicasOfSamples(samples, intervals, identity) };
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
