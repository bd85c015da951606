// Significance from sums over the parts of a sample: the numbers of `measureSignificance`, thresholds being edges of bins.
import type { Curves, SignificanceMetrics } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import { intervalsOf } from '../intervals/bootstrap.ts';
import { whatIntervalsHold } from '../intervals/caveats.ts';
import { curvesOfSamples, measureReplica, quoteSamples, samplesOf } from '../significance/samples.ts';
import type { Roc } from '../significance/roc.ts';
import { peakSignificance } from '../significance/working-point.ts';
import { binningError } from './binning-error.ts';
import { emptyPassing, type MergedSums } from './merged-sums.ts';

export interface BinnedOptions {
  readonly interval: number;
  /** Background jets that must pass a threshold for it to count. */
  readonly minimumBackground: number;
  /** Points of each curve, evenly from 0 to 1. */
  readonly thresholds: number;
}

/**
 * Curves and quoted numbers of the samples that were binned, the first one being nominal.
 *
 * Numbers at the thresholds of the curves and mean scores are those of the jets; the AUC counts pairs within a bin half, the
 * optimum is sought among edges of bins. How much that may change is said in the convention.
 *
 * @param node that offered the first part, for errors
 * @throws InputError when thresholds of the curves are no edges of bins, or background jets are too few in the sample or a replica
 */
export function measureBinned(
  sums: MergedSums,
  { interval, minimumBackground, thresholds }: BinnedOptions,
  node: string,
): { curves: Curves; metrics: SignificanceMetrics } {
  const { bins, replicas, samples: names } = sums.binning;
  if (bins % (thresholds - 1) !== 0)
    throw InputError.at(
      { node },
      `expected bins that are a multiple of the steps of a curve, thresholds − 1 = ${thresholds - 1}, found ${bins}`,
    );
  const edges = Float64Array.from({ length: bins + 1 }, (_, at) => (bins - at) / bins);
  const weighted = sums.weighted ? { weights: sums } : {};
  const named = names.map((name, at) => ({
    name,
    ranking: { thresholds: edges, means: sums.meansOf(at), ...weighted },
  }));
  const samples = samplesOf(named, { thresholds, minimumBackground, optimum: 'same-jets' });
  const buffers = names.map(() => emptyPassing(bins));
  const passing = (replica?: number) => (at: number) => {
    const roc = sums.passing(at, buffers[at]!, replica);
    const found = roc.backgroundJets.at(-1)!;
    if (found >= minimumBackground) return roc;
    const where = replica === undefined ? '' : ' in every bootstrap replica';
    throw InputError.at({ node }, `expected at least ${minimumBackground} background jets${where}, found ${found}`);
  };

  const value = new Float64Array(samples.size);
  const counted = (replica?: number) => (at: number) => ({ ranking: named[at]!.ranking, whole: passing(replica)(at) });
  measureReplica(samples, counted(), value);
  const drawn = Array.from({ length: samples.size }, () => new Float64Array(replicas));
  const out = new Float64Array(samples.size);
  for (let replica = 0; replica < replicas; replica++) {
    measureReplica(samples, counted(replica), out);
    drawn.forEach((values, at) => (values[replica] = out[at]!));
  }
  const intervals = intervalsOf(value, drawn, interval);

  const nominal = passing()(0);
  const { backgroundJets } = peakSignificance(samples.all[0]!.ranking, nominal, { minimumBackground });
  const metrics = {
    ...quoteSamples(samples, intervals),
    jets: {
      signal: sums.jetsOf('signal'),
      background: sums.jetsOf('background'),
      background_at_optimum: backgroundJets,
      ...(sums.weighted && {
        effective: { signal: sums.effectiveJetsOf('signal'), background: sums.effectiveJetsOf('background') },
      }),
    },
    convention: {
      replicas,
      interval,
      minimum_background: minimumBackground,
      description:
        `peaks are taken over edges of ${bins} bins of score that at least ${minimumBackground} background jets pass (score >= threshold)` +
        `${whatBinsHide(nominal, minimumBackground, sums.weighted)}; intervals hold ${Number((100 * interval).toPrecision(4))}%${whatIntervalsHold('same-jets')}, from ` +
        `${replicas} Poisson bootstrap replicas of the jets, each with its own optimum` +
        (sums.weighted ? '; jets count with their weights, but as jets where their number is asked for' : ''),
    },
  };
  return { curves: curvesOfSamples(samples, passing(), intervals), metrics };
}

function whatBinsHide(nominal: Roc, minimumBackground: number, weighted: boolean): string {
  if (weighted) return '';
  const { auc, peakAtMost } = binningError(nominal, minimumBackground);
  return `, which may change the nominal AUC by ${auc.toPrecision(1)} and hide a peak of at most ${peakAtMost.toPrecision(4)}`;
}
