// Pseudo-experiments of shares and counts, of p of KS tests, of correlations, and of averages and lines, whose truth is known in closed form.
import type { Quoted } from '@jetdemon/artifacts';
import type { Key, Uniform } from '@jetdemon/workflow';
import { measureCorrelations } from '../acceptance/correlations.ts';
import { pairedKs, unpairedKs } from '../distributions/ks-tests.ts';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { normalSurvival } from '../functions/incomplete-gamma.ts';
import { aucInterval } from '../intervals/auc.ts';
import { binomialInterval } from '../intervals/binomial.ts';
import { combine } from '../intervals/combine.ts';
import { slopeOf } from '../intervals/line.ts';
import { poissonInterval, weightedInterval } from '../intervals/poisson.ts';
import { auc, countPassing, rank } from '../significance/roc.ts';
import { normals } from './binormal.ts';
import { replicas, type Case, type Quote } from './case.ts';

/** Shares of 500 pseudo-experiments, of weighted events, Poisson counts and sums of weights. */
const counts: Case = {
  name: 'counts',
  share: 20,
  experiment(key) {
    const uniform = key.uniform();
    const count = poissonOf(uniform);
    return [
      ...[0.02, 0.1, 0.5].map((p) => share(`Wilson, ${p} of 500`, p, uniform, () => 1)),
      share('Wilson, any share of 500', uniform(), uniform, () => 1),
      share('Wilson, 0.1 of 500 of weights 1 and 3', 0.1, uniform, () => (uniform() < 0.5 ? 1 : 3)),
      ...[1.3, 10.7, 60.3].map((mean): Quote => {
        const found = count(mean);
        return [`Garwood, ${mean}`, { value: found, ...poissonInterval(found) }, mean];
      }),
      ...[10.7, 60.3].map((mean): Quote => {
        const [once, thrice] = [count(mean / 2), count(mean / 2)];
        const [sum, variance] = [once + 3 * thrice, once + 9 * thrice];
        return [`sum of weights 1 and 3, ${mean} jets`, { value: sum, ...weightedInterval(sum, variance, 2.5) }, 2 * mean]; // prettier-ignore
      }),
    ];
  },
};

function share(name: string, p: number, uniform: Uniform, weight: () => number): Quote {
  let [passed, all, squares] = [0, 0, 0];
  for (let trial = 0; trial < 500; trial++) {
    const w = weight();
    if (uniform() < p) passed += w;
    all += w;
    squares += w * w;
  }
  const value = passed / all;
  return [name, { value, ...binomialInterval(value, all ** 2 / squares) }, p];
}

function poissonOf(uniform: Uniform) {
  return (mean: number) => {
    let count = 0;
    for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count++;
    return count;
  };
}

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

/** Correlation rho of pT and mass, where an attack smears the mass by tau of its width: rho / sqrt(1 + tau^2) after it. */
const correlations: Case = {
  name: 'correlations',
  experiment(key) {
    const [rho, tau, jets] = [0.6, 0.5, 500];
    const normal = normals(key.split('jets').uniform());
    const sample = () => {
      const pt = Float32Array.from({ length: jets }, () => normal());
      const mass = pt.map((x) => rho * x + Math.sqrt(1 - rho ** 2) * normal());
      return { label: new Uint8Array(jets), score: new Float32Array(jets), pt, mass };
    };
    const smeared = (jetsOf: ReturnType<typeof sample>) => ({ ...jetsOf, mass: jetsOf.mass.map((x) => x + tau * normal()) });
    const measure = (nominal: ScoredJets, perturbed: ScoredJets, pairing: 'rows' | 'unpaired'): Quote => {
      const options = { observables: ['mass', 'pt'] as const, replicas, pairing };
      const { pairs } = measureCorrelations(nominal, perturbed, key, options);
      const { difference } = Object.values(pairs)[0]!;
      return [`difference of correlations, ${pairing}`, difference, rho / Math.hypot(1, tau) - rho];
    };
    const nominal = sample();
    return [measure(nominal, smeared(nominal), 'rows'), measure(nominal, smeared(sample()), 'unpaired')];
  }, // prettier-ignore
};

/** AUC of 500 jets a class, normal scores that are `apart`: Phi(apart / sqrt(2)). */
const areas: Case = {
  name: 'areas',
  share: 4,
  experiment(key) {
    const normal = normals(key.uniform());
    return [0.3, 1.3].map((apart): Quote => {
      const jets = 500;
      const label = Uint8Array.from({ length: 2 * jets }, (_, row) => Number(row < jets));
      const value = auc(
        countPassing(
          rank(
            label,
            Float64Array.from(label, (of) => apart * of + normal()),
          ),
        ),
      );
      const truth = 1 - normalSurvival(apart / Math.SQRT2);
      return [`AUC of ${truth.toFixed(2)}, Hanley and McNeil`, { value, ...aucInterval(value, jets, jets) }, truth];
    });
  },
};

/** Means over trainings, jets' errors common to all, that of the seeds as large, smaller or larger; and slopes of lines. */
const combined: Case = {
  name: 'combined',
  share: 20,
  experiment(key: Key) {
    const normal = normals(key.uniform());
    const quoted = (value: number, error: number): Quoted => ({ value, low: value - error, high: value + error, description: '' }); // prettier-ignore
    const mean = (trainings: number, seeds: number): Quote => {
      const common = normal();
      const all = Array.from({ length: trainings }, () => quoted(common + seeds * normal(), 1));
      return [`mean over ${trainings} trainings, error of seeds ${seeds} of that of jets`, combine(all), 0];
    };
    const points = [0, 1, 2, 3].map((x) => ({ x: quoted(x + 0.1 * normal(), 0.1), y: quoted(0.5 * x + 0.2 * normal(), 0.2) })); // prettier-ignore
    return [
      ...[2, 3, 5].flatMap((trainings) => [0.3, 1, 3].map((seeds) => mean(trainings, seeds))),
      ['slope of a line, points with independent errors', slopeOf(points, ''), 0.5],
    ];
  },
};

export const countCases: readonly Case[] = [counts, areas, distances, correlations, combined];
