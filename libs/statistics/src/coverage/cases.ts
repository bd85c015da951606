// Pseudo-experiments: each draws jets or counts of known truth and gives numbers as the product quotes them, with what is true.
import type { Interval } from '@jetdemon/artifacts';
import { pairedKs, unpairedKs } from '../distributions/ks-tests.ts';
import { asimovSignificance } from '../exclusion/asimov.ts';
import { upperLimit } from '../exclusion/cls.ts';
import { measureExclusion } from '../exclusion/measure.ts';
import { binomialInterval } from '../intervals/binomial.ts';
import { poissonInterval } from '../intervals/poisson.ts';
import { pairedDifference, type Replicated } from '../intervals/replicated.ts';
import { measureSignificance } from '../significance/measure.ts';
import type { Optimum } from '../significance/optimum.ts';
import type { Key } from '@jetdemon/workflow';
import { draw, models, normals, truthOf, type Model } from './binormal.ts';

/** A number as it is quoted, and what is true. */
type Quote = readonly [number: string, quoted: Interval, truth: number];

export interface Case {
  readonly name: string;
  /** Of the pseudo-experiments that are asked for, how many it makes. */
  readonly share?: number;
  experiment(key: Key): readonly Quote[];
}

const minimumBackground = 20;
const replicas = 200;
const optima: readonly Optimum[] = ['other-half', 'same-jets'];
const ofNominal = ['auc', 'peak', 'threshold', 'signal_efficiency', 'background_efficiency'] as const;
const ofAttacked = ['at_nominal_optimum', 'loss_at_nominal_optimum', 'loss_peak_to_peak'] as const;

/** Significance of a network and its loss, and what it loses more than another that is asked about the same jets. */
const significance = (model: Model, jets: number, optimum: Optimum): Case => {
  const truths = [model.network, model.other].map((one) => truthOf(one, model.attack, minimumBackground / jets));
  return {
    name: `significance-${model.name}-${jets}-${optimum}`,
    experiment(key) {
      const drawn = draw(model, jets, key.split('jets'));
      const options = { replicas, thresholds: 2, minimumBackground, optimum, identity: 'jets' };
      const measured = [[drawn.nominal, drawn.attacked] as const, [drawn.other, drawn.otherAttacked] as const].map(
        ([nominal, attacked]) => measureSignificance(drawn.labels, nominal, { attacked }, key, options),
      );
      const [{ metrics }] = measured as [(typeof measured)[0]];
      const less = (place: string, of: (metrics: (typeof measured)[0]['metrics']) => Replicated['quoted']) => {
        const [a, b] = measured.map((one) => ({
          quoted: of(one.metrics),
          replicas: one.replicas.get(place),
          seeds: 0,
        })) as [Replicated, Replicated];
        return pairedDifference(a, b, '', 0.68);
      };
      const [truth, other] = truths as [(typeof truths)[0], (typeof truths)[0]];
      return [
        ...ofNominal.map((name): Quote => [name, metrics[name], truth[name]]),
        ...ofAttacked.map((name): Quote => [name, metrics.variations['attacked']![name], truth[name]]),
        ...(['auc', 'peak'] as const).map((name): Quote => [
          `${name}, difference`,
          less(name, (one) => one[name]),
          truth[name] - other[name],
        ]),
        ...ofAttacked.map((name): Quote => [
          `${name}, difference`,
          less(`variations/attacked/${name}`, (one) => one.variations['attacked']![name]),
          truth[name] - other[name],
        ]),
      ];
    },
  };
};

/** The same where the attacked jets are other jets. */
const unpaired = (model: Model, jets: number): Case => {
  const truth = truthOf(model.network, model.attack, minimumBackground / jets);
  return {
    name: `unpaired-${model.name}-${jets}`,
    experiment(key) {
      const [nominal, varied] = [draw(model, jets, key.split('jets')), draw(model, jets, key.split('others'))];
      const attacked = { labels: varied.labels, scores: varied.attacked };
      const options = { replicas, thresholds: 2, minimumBackground };
      const { metrics } = measureSignificance(nominal.labels, nominal.nominal, { attacked }, key, options);
      return ofAttacked.map((name): Quote => [name, metrics.variations['attacked']![name], truth[name]]);
    },
  };
};

/** Significances and limits at the nominal optimum. */
const exclusion = (model: Model, jets: number, optimum: Optimum): Case => {
  const { nominal, there } = truthOf(model.network, model.attack, minimumBackground / jets);
  const assumed = { signal: 200, background: 10_000, backgroundUncertainty: 0.1, confidence: 0.95 };
  const passing = (of: typeof nominal) => ({ s: assumed.signal * of.signal, b: assumed.background * of.background });
  const z = ({ s, b }: ReturnType<typeof passing>) => asimovSignificance(s, b, assumed.backgroundUncertainty * b);
  const limit = (count: number, { s, b }: ReturnType<typeof passing>) =>
    upperLimit([count], { signal: [s / assumed.signal], background: [b], error: [assumed.backgroundUncertainty * b] });
  const [before, after] = [passing(nominal), passing(there)];
  const observed = limit(after.b, before).observed;
  const right = limit(after.b, after).observed;
  const truth = {
    z_expected: z(before),
    z_true: z(after),
    significance_lost: 1 - z(after) / z(before),
    limit_expected: limit(before.b, before).expected[2],
    limit_observed: observed,
    limit_true: right,
    true_over_observed: right / observed,
  };
  return {
    name: `exclusion-${model.name}-${jets}-${optimum}`,
    share: 0.5,
    experiment(key) {
      const drawn = draw(model, jets, key.split('jets'));
      const options = { ...assumed, minimumBackground, replicas, optimum };
      const { metrics } = measureExclusion(drawn.labels, drawn.nominal, drawn.attacked, key, options);
      return (Object.keys(truth) as (keyof typeof truth)[]).map((name): Quote => [name, metrics[name], truth[name]]);
    },
  };
};

/** Shares of 500 pseudo-experiments and Poisson counts. */
const counts: Case = {
  name: 'counts',
  share: 20,
  experiment(key) {
    const uniform = key.uniform();
    const binomial = (trials: number, p: number) =>
      Array.from({ length: trials }).reduce((sum: number) => sum + Number(uniform() < p), 0);
    const poisson = (mean: number) => {
      let count = 0;
      for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count++;
      return count;
    };
    return [
      ...[0.02, 0.1, 0.5].map((p): Quote => {
        const share = binomial(500, p) / 500;
        return [`Wilson, ${p} of 500`, { value: share, ...binomialInterval(share, 500) }, p];
      }),
      ...[1.3, 10.7, 60.3].map((mean): Quote => {
        const count = poisson(mean);
        return [`Garwood, ${mean}`, { value: count, ...poissonInterval(count) }, mean];
      }),
    ];
  },
};

/** p of KS tests where nothing moves the distribution: above 0.32 in 0.68; distances have no interval. */
const distances: Case = {
  name: 'distances',
  experiment(key) {
    const uniform = key.uniform();
    const normal = normals(uniform);
    const values = () => Float64Array.from({ length: 2000 }, () => normal());
    const a = values();
    const paired = pairedKs(
      a,
      a.map((one) => (uniform() < 0.3 ? normal() : one)),
      uniform,
      { permutations: replicas },
    );
    const above = (name: string, p: number): Quote => [`KS, p ${name} above 0.32`, { value: p, low: 0, high: p }, 0.32];
    return [above('row by row', paired.p), above('of other jets', unpairedKs(a, values()).p)];
  },
};

export const cases: readonly Case[] = [
  counts,
  distances,
  ...models.flatMap((model) => [
    ...optima.map((optimum) => significance(model, 1500, optimum)),
    significance(model, 7500, 'other-half'),
    unpaired(model, 1500),
    ...optima.map((optimum) => exclusion(model, 1500, optimum)),
  ]),
];
