// Results of the kind `significance` of several trainings as one: every quoted number and every point of the curves
// averaged, with intervals that cover the test jets and the training seeds.
import { InputError } from '@jetdemon/workflow';
import { combine, meanOver } from '../intervals/combine.ts';
import { meanReplicas } from '../intervals/replicated.ts';
import type { AllReplicas } from './replicas.ts';
import { curvesOf, pointsOf, type CurvePoint } from './curves.ts';
import type { Curves, SampleMetrics, SignificanceMetrics, Stated, VariationMetrics } from '@jetdemon/artifacts';
import { ofSample, ofVariation } from './estimators.ts';
import { checkAgree, type Run } from './runs.ts';
import { studentFactor } from '../intervals/student.ts';

/** Metrics and curves of one training. */
export interface MeasuredRun extends Run {
  readonly curves: Curves;
}

/**
 * Means over trainings that differ in their seed, see `combine`; one training passes unchanged.
 *
 * A mean of peaks is that, not the peak of the mean curve. Curves have the thresholds that every training has, each
 * point an interval of its own; their jets are the rounded mean.
 *
 * @param runs at least one, of the same test jets, variations and conventions
 * @throws InputError when they differ in these, or when a sample has no threshold in common
 */
export function averageRuns(runs: readonly MeasuredRun[]): {
  curves: Curves;
  metrics: SignificanceMetrics;
  replicas: AllReplicas;
} {
  const [first] = runs;
  if (!first) throw new InputError('expected at least one result to average, found none');
  checkAgree(runs, 'test jets', ({ jets }) => `${jets.signal} signal, ${jets.background} background`);
  checkAgree(runs, 'pairing', ({ convention }) => convention.pairing ?? 'rows');
  checkAgree(runs, 'jets of the variations', ({ jets }) => JSON.stringify(jets.variations));
  checkAgree(runs, 'variations', ({ variations }) => Object.keys(variations).toSorted().join(', ') || 'none');
  checkAgree(runs, 'an interval', ({ convention }) => convention.interval);
  checkAgree(runs, 'background jets at a threshold', ({ convention }) => convention.minimum_background);
  checkAgree(runs, 'an optimum of', ({ convention }) => convention.optimum ?? 'same-jets');
  checkAgree(runs, 'bootstrap replicas', ({ convention }) => convention.replicas);
  const { convention, jets, variations } = first.metrics;
  const many = { ...convention, seeds: runs.length, description: describe(runs) };
  const optimum = runs.reduce((sum, { metrics }) => sum + metrics.jets.background_at_optimum, 0) / runs.length;
  const metrics = {
    ...averageAll<SampleMetrics>(Object.keys(ofSample), runs, (run) => run.metrics),
    variations: Object.fromEntries(
      Object.keys(variations).map((name) => [
        name,
        averageAll<VariationMetrics>(Object.keys(ofVariation), runs, (run) => run.metrics.variations[name]!),
      ]),
    ),
    jets: { ...jets, background_at_optimum: Math.round(optimum) },
    convention: runs.length === 1 ? { ...convention, description: describe(runs) } : many,
  };
  return { metrics, curves: averageCurves(runs), replicas: averageReplicas(runs) };
}

/** Means of the replicas of every number that all runs have of the same jets. */
function averageReplicas(runs: readonly MeasuredRun[]): AllReplicas {
  const means = Array.from(runs[0]!.replicas.keys(), (name) => {
    const mean = meanReplicas(runs.map(({ replicas }) => replicas.get(name)));
    return mean ? ([[name, mean]] as const) : [];
  });
  return new Map(means.flat());
}

function describe(runs: readonly Run[]): string {
  const { description, interval } = runs[0]!.metrics.convention;
  const trainings = runs.length;
  if (trainings === 1) return `${description}; one training, the spread over training seeds is not covered`;
  const factor = studentFactor(interval, trainings - 1).toFixed(2);
  return (
    `${description}; means over ${trainings} training seeds, whose intervals cover in quadrature the test jets ` +
    `(common to all trainings: the mean of their bootstrap intervals) and the seeds (${factor}, from Student's t, times ` +
    `standard deviation over the square root of ${trainings}${trainings === 2 ? ', conservative for two' : ''}), not the choice of training jets`
  );
}

function averageAll<Metrics extends SampleMetrics>(
  names: readonly string[],
  runs: readonly Run[],
  of: (run: Run) => Metrics,
): Metrics {
  const { interval } = runs[0]!.metrics.convention;
  const entries = names.map((name) => [
    name,
    meanOver(
      runs.map((run) => (of(run) as unknown as Readonly<Record<string, Stated>>)[name]!),
      { interval },
    ),
  ]);
  return Object.fromEntries(entries) as unknown as Metrics;
}

function averageCurves(runs: readonly MeasuredRun[]): Curves {
  const { interval } = runs[0]!.metrics.convention;
  const places = new Map<string, CurvePoint[]>();
  for (const point of runs.flatMap(({ curves }) => pointsOf(curves))) {
    const place = `${point.sample} ${point.threshold}`;
    places.set(place, [...(places.get(place) ?? []), point]);
  }
  const common = [...places.values()].filter((points) => points.length === runs.length);
  for (const sample of new Set(runs.flatMap(({ curves }) => curves.sample))) {
    if (common.some(([point]) => point!.sample === sample)) continue;
    throw new InputError(`expected thresholds that every training has, found none of the sample ${sample}`);
  }
  return curvesOf(
    common.map((points) => {
      const mean = (of: (point: CurvePoint) => number) => points.reduce((sum, at) => sum + of(at), 0) / points.length;
      const quoteds = points.map(({ significance, low, high }) => ({
        value: significance,
        low,
        high,
        description: '',
      }));
      const { value, low, high } = combine(quoteds, { interval });
      return {
        ...points[0]!,
        signalEfficiency: mean((point) => point.signalEfficiency),
        backgroundEfficiency: mean((point) => point.backgroundEfficiency),
        backgroundJets: Math.round(mean((point) => point.backgroundJets)),
        significance: value,
        low,
        high,
      };
    }),
  );
}
