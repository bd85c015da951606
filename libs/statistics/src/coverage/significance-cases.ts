// Pseudo-experiments of statistics/significance, and of what rests on its results: differences and ratios of two networks, robustness,
// susceptibility.
import type { Interval } from '@jetdemon/artifacts';
import type { Input, Key } from '@jetdemon/workflow';
import { relativeWeights } from '../inputs/weights.ts';
import { pairedDifference, pairedRatio, type Replicated } from '../intervals/replicated.ts';
import { measureRobustness } from '../robustness/measure.ts';
import { measureSignificance } from '../significance/measure.ts';
import type { Optimum } from '../significance/optimum.ts';
import type { Run } from '../significance/runs.ts';
import { measureSusceptibility } from '../susceptibility/measure.ts';
import { draw, halfway, models, truthOf, type Model } from './binormal.ts';
import { minimumBackground, replicas, type Case, type Quote } from './case.ts';

const interval = 0.68;
const ofNominal = ['auc', 'peak', 'mean_signal_score', 'mean_background_score'] as const;
const ofAttacked = ['at_nominal_optimum', 'loss_at_nominal_optimum', 'loss_peak_to_peak'] as const;
const attacked = 'variations/attacked';

type Truth = ReturnType<typeof truthOf>;
type Measured = ReturnType<typeof measureSignificance>;

/** Significance of a network, its loss, and another network that is asked about the same jets. */
const significance = (model: Model, jets: number, optimum: Optimum): Case => {
  const truths = [model.network, model.other].map((one) => truthOf(one, model.attack, minimumBackground / jets)) as [Truth, Truth]; // prettier-ignore
  return {
    name: `significance-${model.name}-${jets}-${optimum}`,
    experiment(key) {
      const drawn = draw(model, jets, key.split('jets'));
      const options = { replicas, thresholds: 3, minimumBackground, optimum, identity: 'jets' };
      const measured = [[drawn.nominal, drawn.attacked] as const, [drawn.other, drawn.otherAttacked] as const].map(
        ([nominal, moved]) => measureSignificance(drawn.labels, nominal, { attacked: moved }, key, options),
      ) as [Measured, Measured];
      return [...ofOne(measured[0], truths[0]), ...ofTwo(measured, truths), ...concluded(measured, truths)];
    },
  };
};

function ofOne({ metrics, curves }: Measured, truth: Truth): Quote[] {
  const at = curves.sample.findIndex((sample, row) => sample === 'nominal' && curves.threshold[row] === halfway);
  const point = { value: curves.significance[at]!, low: curves.low[at]!, high: curves.high[at]! };
  return [
    ...ofNominal.map((name): Quote => [name, metrics[name], truth[name]]),
    ['curve, score of 1/2', point, truth.halfway],
    ['peak of the attacked', metrics.variations['attacked']!.peak, truth.peak * (1 - truth.loss_peak_to_peak)],
    ...ofAttacked.map((name): Quote => [name, metrics.variations['attacked']![name], truth[name]]),
  ];
}

/** Differences and ratios as claims take them. */
function ofTwo(measured: readonly [Measured, Measured], [truth, other]: readonly [Truth, Truth]): Quote[] {
  const pair = (place: string, of: (metrics: Measured['metrics']) => Interval) =>
    measured.map((one) => ({
      quoted: { ...of(one.metrics), description: '' },
      replicas: one.replicas.get(place),
      seeds: 0,
    })) as unknown as readonly [Replicated, Replicated];
  const places = [
    ...(['auc', 'peak'] as const).map((name) => ({ name, two: pair(name, (one) => one[name]) })),
    ...ofAttacked.map((name) => ({ name, two: pair(`${attacked}/${name}`, (one) => one.variations['attacked']![name]) })), // prettier-ignore
  ];
  return [
    ...places.map(({ name, two }): Quote => [`${name}, difference`, pairedDifference(...two, '', interval), truth[name] - other[name]]), // prettier-ignore
    ...places
      .filter(({ name }) => !name.startsWith('loss'))
      .map(({ name, two }): Quote => [`${name}, ratio`, pairedRatio(...two, '', interval), truth[name] / other[name]]),
  ];
}

/** The weaker network as today's and as the first stage of a training whose last is the stronger one. */
function concluded(measured: readonly [Measured, Measured], [truth, other]: readonly [Truth, Truth]): Quote[] {
  const [strong, weak] = measured.map(({ metrics, replicas: drawn }, at): Run => {
    const input: Input = { node: String(at), base: '', axes: {}, params: {}, folder: '' };
    return { input, metrics, replicas: drawn };
  }) as [Run, Run];
  const networks = new Map([
    ['strong', strong],
    ['weak', weak],
  ]);
  const { avoidable } = measureRobustness({ attacked: networks, certified: new Map() }, 'weak');
  const stages = [weak, strong].map(({ metrics, replicas: drawn }, at) => ({
    stage: String(at),
    seed: 'only',
    auc: metrics.auc,
    loss: metrics.variations['attacked']!.loss_at_nominal_optimum,
    replicas: { auc: drawn.get('auc')!, loss: drawn.get(`${attacked}/loss_at_nominal_optimum`)! },
  }));
  const { slope } = measureSusceptibility(stages, ['0', '1'], { interval }).metrics;
  const [kept, most] = [other.at_nominal_optimum, truth.at_nominal_optimum];
  const lost = truth.loss_at_nominal_optimum - other.loss_at_nominal_optimum;
  return [
    ['robustness, avoidable', avoidable, (most - kept) / (other.peak - kept)],
    ['susceptibility, slope', slope, lost / (truth.auc - other.auc)],
  ];
}

/** Where the attacked jets are other jets. */
const unpaired = (model: Model, jets: number): Case => {
  const truth = truthOf(model.network, model.attack, minimumBackground / jets);
  return {
    name: `unpaired-${model.name}-${jets}`,
    experiment(key: Key) {
      const [nominal, varied] = [draw(model, jets, key.split('jets')), draw(model, jets, key.split('others'))];
      const moved = { labels: varied.labels, scores: varied.attacked };
      const options = { replicas, thresholds: 2, minimumBackground };
      const { metrics } = measureSignificance(nominal.labels, nominal.nominal, { attacked: moved }, key, options);
      return ofAttacked.map((name): Quote => [name, metrics.variations['attacked']![name], truth[name]]);
    },
  };
};

/** Where jets count with event weights of 1 or 3, which know nothing of their scores. */
const weighted = (model: Model, jets: number): Case => {
  const truth = truthOf(model.network, model.attack, minimumBackground / jets);
  return {
    name: `weighted-${model.name}-${jets}`,
    experiment(key) {
      const drawn = draw(model, jets, key.split('jets'));
      const uniform = key.split('weights').uniform();
      const weights = relativeWeights(
        Float64Array.from(drawn.labels, () => (uniform() < 0.5 ? 1 : 3)),
        drawn.labels,
      );
      const options = { replicas, thresholds: 3, minimumBackground, weights };
      return ofOne(measureSignificance(drawn.labels, drawn.nominal, { attacked: drawn.attacked }, key, options), truth);
    },
  };
};

export const significanceCases: readonly Case[] = models.flatMap((model) => [
  significance(model, 1500, 'other-half'),
  significance(model, 1500, 'same-jets'),
  significance(model, 7500, 'other-half'),
  unpaired(model, 1500),
  weighted(model, 1500),
]);
