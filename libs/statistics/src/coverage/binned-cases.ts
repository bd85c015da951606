// Pseudo-experiments of statistics/binned-significance: Poisson replicas, the optimum among edges of bins on the same jets.
import { jetObservables } from '@jetdemon/artifacts';
import { binScores } from '../binned/bin-scores.ts';
import { measureBinned } from '../binned/measure.ts';
import { MergedSums } from '../binned/merged-sums.ts';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { draw, models, truthOf, type Model } from './binormal.ts';
import { minimumBackground, replicas, type Case } from './case.ts';

const binned = (model: Model, jets: number): Case => {
  const truth = truthOf(model.network, model.attack, minimumBackground / jets);
  return {
    name: `binned-${model.name}-${jets}`,
    experiment(key) {
      const { labels: label, nominal, attacked } = draw(model, jets, key.split('jets'));
      // Multiplicities come from observables: one that tells all jets apart.
      const numbered = Float32Array.from(label, (_, row) => row);
      const observed = Object.fromEntries(jetObservables.map((name) => [name, numbered]));
      const [before, after] = [nominal, attacked].map((scores): ScoredJets => ({ ...observed, label, score: Float32Array.from(scores) })) as [ScoredJets, ScoredJets]; // prettier-ignore
      const { sums, binning } = binScores(before, { attacked: after }, key, { bins: 1000, replicas });
      const merged = new MergedSums(binning);
      merged.add(sums, binning, 'part');
      const { metrics } = measureBinned(merged, { interval: 0.68, minimumBackground, thresholds: 2 }, 'part');
      const moved = metrics.variations['attacked']!;
      return [
        ['auc', metrics.auc, truth.auc],
        ['mean_signal_score', metrics.mean_signal_score, truth.mean_signal_score],
        ['mean_background_score', metrics.mean_background_score, truth.mean_background_score],
        ['peak', metrics.peak, truth.peak],
        ['loss_at_nominal_optimum', moved.loss_at_nominal_optimum, truth.loss_at_nominal_optimum],
      ];
    },
  };
};

export const binnedCases: readonly Case[] = models.map((model) => binned(model, 1500));
