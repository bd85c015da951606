// Pseudo-experiments of statistics/exclusion and statistics/limits.
import type { Interval } from '@jetdemon/artifacts';
import { asimovSignificance } from '../exclusion/asimov.ts';
import { upperLimit } from '../exclusion/cls.ts';
import { measureExclusion } from '../exclusion/measure.ts';
import { normalSurvival } from '../functions/incomplete-gamma.ts';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { scoreEdges, type Shares } from '../limits/binning.ts';
import { conclude, measureLimits } from '../limits/measure.ts';
import type { Optimum } from '../significance/optimum.ts';
import { draw, efficienciesOf, models, truthOf, type Efficiencies, type Model } from './binormal.ts';
import { minimumBackground, replicas, type Case, type Quote } from './case.ts';

const assumed = { signal: 200, background: 10_000, backgroundUncertainty: 0.1, confidence: 0.95 };

/** Significances and limits at the nominal optimum. */
const exclusion = (model: Model, jets: number, optimum: Optimum): Case => {
  const { nominal, there } = truthOf(model.network, model.attack, minimumBackground / jets);
  const passing = (of: Efficiencies) => ({ s: assumed.signal * of.signal, b: assumed.background * of.background });
  const z = ({ s, b }: ReturnType<typeof passing>) => asimovSignificance(s, b, assumed.backgroundUncertainty * b);
  const limit = (count: number, { s, b }: ReturnType<typeof passing>) =>
    upperLimit([count], { signal: [s / assumed.signal], background: [b], error: [assumed.backgroundUncertainty * b] });
  const [before, after] = [passing(nominal), passing(there)];
  const [, low, expected, high] = limit(before.b, before).expected;
  const observed = limit(after.b, before).observed;
  const right = limit(after.b, after).observed;
  const truth = {
    z_expected: z(before),
    z_true: z(after),
    significance_lost: 1 - z(after) / z(before),
    limit_expected: expected,
    limit_expected_low: low,
    limit_expected_high: high,
    limit_observed: observed,
    limit_true: right,
    true_over_observed: right / observed,
  };
  return {
    name: `exclusion-${model.name}-${jets}-${optimum}`,
    experiment(key) {
      const drawn = draw(model, jets, key.split('jets'));
      const options = { ...assumed, minimumBackground, replicas, optimum };
      const { metrics } = measureExclusion(drawn.labels, drawn.nominal, drawn.attacked, key, options);
      return (Object.keys(truth) as (keyof typeof truth)[]).map((name): Quote => [name, metrics[name], truth[name]]);
    },
  };
};

/** The latent output below which the score is, by bisection. */
function latentOf(score: number): number {
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (1 - normalSurvival(middle) < score) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Limits from the histogram at the bins that the jets suggest, without known variations. What is exact has closed forms, eq. (97) of
 * arXiv:1007.1727 of bins added and CLs of counts; the rest is what the same fits find in the true shares.
 */
const limits = (model: Model, jets: number): Case => ({
  name: `limits-${model.name}-${jets}`,
  experiment(key) {
    const { labels: label, nominal, attacked } = draw(model, jets, key.split('jets'));
    const [before, after] = [nominal, attacked].map((scores): ScoredJets => ({ label, score: Float32Array.from(scores) })) as [ScoredJets, ScoredJets]; // prettier-ignore
    const options = { ...assumed, bins: 10, minimumBackground, pairing: 'rows' as const, replicas: replicas / 2 };
    const { metrics } = measureLimits(before, [], after, key, options);
    const at = scoreEdges(before, options.bins, minimumBackground).map(latentOf);
    const sharesOf = (attack?: Model['attack']): Shares => {
      const above = at.map((x) => efficienciesOf(model.network, attack, x));
      const of = (name: keyof Efficiencies) =>
        Float64Array.from(above.slice(1), (one, bin) => (bin === 0 ? 1 : above[bin]![name]) - (bin === above.length - 2 ? 0 : one[name])); // prettier-ignore
      return { signal: of('signal'), background: of('background') };
    };
    const truth = { nominal: sharesOf(), variations: [], perturbed: sharesOf(model.attack) };
    const [s, b] = [Array.from(truth.nominal.signal), Array.from(truth.nominal.background, (one) => assumed.background * one)]; // prettier-ignore
    const z2 = s.reduce((sum, one, bin) => sum + asimovSignificance(assumed.signal * one, b[bin]!, 0) ** 2, 0);
    const exact = upperLimit(b, { signal: s, background: b, error: b.map(() => 0) }).expected[2];
    const all = { ...conclude(truth, options), z_exact: Math.sqrt(z2), limit_exact: exact };
    return Object.entries(all).map(([name, value]): Quote => [name, metrics[name as keyof typeof all] as Interval, value]);
  },
}); // prettier-ignore

export const searchCases: readonly Case[] = models.flatMap((model) => [
  exclusion(model, 1500, 'other-half'),
  exclusion(model, 1500, 'same-jets'),
  limits(model, 1500),
]);
