// The objective that is the loss itself: least significance at the nominal optimum, background held by its distributions
// (§V of arXiv:1910.08606) through the multipliers of an augmented Lagrangian.
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { ObservableName } from '@jetdemon/artifacts';
import { float32, type Tensors, type Values } from '@jetdemon/compute';
import { weightsOf, type Batch } from '@jetdemon/data';
import { named, observables } from '@jetdemon/models';
import { quantile, relativeWeights } from '@jetdemon/statistics';
import { perturb } from '../threat/budget.ts';
import { frozen } from './constants.ts';
import {
  BACKGROUND,
  distributionLoss,
  passed,
  PASSED_BACKGROUND,
  PASSED_SIGNAL,
  SIGNAL,
  slope,
  type Cuts,
  WEIGHT,
} from './distribution-loss.ts';
import type { PerCheck } from './acceptance.ts';
import { Multipliers, type MultiplierMemory } from './multipliers.ts';
import { observablesAmong } from './names.ts';
import type { Ground, Objective } from './objective.ts';
import { descentStep } from './step.ts';
import { enriched } from './strata.ts';
import { workingPoints } from './working-points.ts';

export interface PerDistributionOptions {
  /** P(signal) of the threshold at which significance is lowered; the nominal optimum by default. */
  readonly workingPoint?: number | undefined;
  /** Share of the background of a batch that is of the tenth most like signal, see strata.ts; 0, the default: as jets come. */
  readonly enrich?: number;
  /** Jets of a batch. */
  readonly size: number;
}

// Of nominal background below each cut: dense where signal is, since there few jets decide.
const BELOW = [0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.96, 0.975, 0.99]; // prettier-ignore
// Of the logit, over which passing a working point and a cut is smoothed: what moves of 2% reach.
const [POINT_WIDTH, LOGIT_WIDTH] = [0.4, 0.3];
// The same of other observables, in units of their interquartile range.
const WIDTH = 0.05;
const DECAY = 0.05;
// Batches that running means of efficiencies remember.
const MEMORY = 20;
const SMALLEST = 1e-3;
// Share of each limit that is aimed at: at first, at least, at most.
const AIM = { first: 0.4, least: 0.2, most: 0.85 };

export function perDistribution(ground: Ground, { workingPoint, enrich = 0, size }: PerDistributionOptions): Objective {
  const { network, target, acceptance, train, jets } = ground;
  const names = Object.keys(acceptance) as ObservableName[];
  const valuesOf = (name: ObservableName) => train.nominal.seen[name === 'score' ? 'logit' : name]!;
  const label = Uint8Array.from(train.rows, (row) => jets.label[row]!);
  const ofClass = (values: Float32Array, wanted: number) => values.filter((_, at) => label[at] === wanted);
  const cuts = Object.fromEntries(names.map((name) => [name, cutsOf(name, ofClass(valuesOf(name), 0))]));
  const points = workingPoint === undefined ? optima(ground, label) : [Math.log(workingPoint / (1 - workingPoint))];
  const multipliers = Object.fromEntries(names.map((name) => [name, new Multipliers(BELOW.length)]));
  const strata = enrich > 0 ? enriched(label, valuesOf('score'), size, enrich) : undefined;
  const weightOf = (at: number) => strata?.weights[strata.of[at]!] ?? 1;
  let aims: PerCheck = Object.fromEntries(names.map((name) => [name, AIM.first]));
  const efficiencies = (wanted: number) => points.map((point) => shareAbove(ofClass(train.nominal.seen['logit']!, wanted), point)); // prettier-ignore
  const efficiency = { batches: 0, signal: efficiencies(1), background: efficiencies(0) };
  const limit = (name: ObservableName) => aims[name]! * acceptance[name]!;

  const loss = { workingPoints: points, width: POINT_WIDTH, cuts, decay: DECAY };
  const step = descentStep(network, (weights: Tensors, inputs: Tensors) => {
    const u = network.moves(weights, inputs);
    const moved = perturb(named(inputs, 'jets') as tf.Tensor3D, network.bounded(u), network.rho, network.layout);
    const logits = tf.reshape(target.logits(frozen(target.weights), { ...inputs, jets: moved }), [-1]);
    const seen = observables(observablesAmong(names), moved, network.layout);
    const { loss: value, shares } = distributionLoss(logits, seen, u, inputs, loss);
    return { loss: value as Scalar, outputs: shares };
  });

  return {
    step,
    strata,
    inputs: async (batch) => {
      const perPoint = (of: (efficiency: number) => number, values: readonly number[]) =>
        float32(values.map((value) => of(Math.max(value, SMALLEST)) / points.length));
      const held = names.map((name) => [slope(name), float32(multipliers[name]!.slopes(limit(name)))]);
      return {
        [SIGNAL]: perPoint((signal) => 1 / signal, efficiency.signal),
        [BACKGROUND]: perPoint((background) => -0.5 / background, efficiency.background),
        ...(strata && { [WEIGHT]: float32(Array.from(batch.indices, (row) => weightOf(train.at(row)))) }),
        ...(Object.fromEntries(held) as Values),
      };
    },
    observe(batch, outputs) {
      const weight = 1 / Math.min(MEMORY, ++efficiency.batches + 4);
      const follow = (means: number[], found: ArrayLike<number>) =>
        means.forEach((mean, at) => (means[at] = mean + weight * (found[at]! - mean)));
      follow(efficiency.signal, outputs[PASSED_SIGNAL]!.data);
      follow(efficiency.background, outputs[PASSED_BACKGROUND]!.data);
      const background = backgroundAt(batch);
      const weights = background.map(weightOf);
      for (const name of names) {
        const before = background.map((at) => valuesOf(name)[at]!);
        const after = outputs[passed(name)]!.data;
        multipliers[name]!.observe(
          cuts[name]!.at.map((cut, k) => after[k]! - shareAbove(before, cut, weights)),
          limit(name),
        );
      }
    },
    lambda: () =>
      Object.fromEntries(
        names.map((name) => [name, Math.max(...multipliers[name]!.slopes(limit(name)).map(Math.abs))]),
      ),
    judge({ ks, ksError }) {
      const next = names.map((name) => {
        const factor = (0.9 * acceptance[name]!) / Math.max(1e-6, ks[name]! + ksError[name]!);
        return [name, Math.min(AIM.most, Math.max(AIM.least, aims[name]! * factor))] as const;
      });
      aims = Object.fromEntries(next);
    },
    remember: () => ({ aims, efficiency, multipliers: names.map((name) => multipliers[name]!.remember()) }),
    recall(memory) {
      const found = memory as { aims: PerCheck; efficiency: typeof efficiency; multipliers: MultiplierMemory[] };
      aims = found.aims;
      Object.assign(efficiency, found.efficiency);
      names.forEach((name, at) => multipliers[name]!.recall(found.multipliers[at]!));
    },
  };

  /** Places among the training jets of the background of a batch. */
  function backgroundAt(batch: Batch): number[] {
    return Array.from(batch.indices, (row) => train.at(row)).filter((at) => label[at] === 0);
  }
}

function cutsOf(name: ObservableName, background: Float32Array): Cuts {
  const sorted = Float64Array.from(background).sort();
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return { at: BELOW.map((share) => quantile(sorted, share)), width: name === 'score' ? LOGIT_WIDTH : WIDTH * range };
}

/** Logits at which the optimum of other jets, as many as there are to validate, may come to lie. */
function optima({ jets, train, validation, key }: Ground, trainLabel: Uint8Array): number[] {
  const all = train.rows.length + validation.rows.length;
  const [rows, label, logit] = [new Int32Array(all), new Uint8Array(all), new Float32Array(all)];
  rows.set(train.rows);
  rows.set(validation.rows, train.rows.length);
  label.set(trainLabel);
  validation.rows.forEach((row, at) => (label[train.rows.length + at] = jets.label[row]!));
  logit.set(train.nominal.seen['logit']!);
  logit.set(validation.nominal.seen['logit']!, train.rows.length);
  const weights = relativeWeights(weightsOf(jets, rows), label);
  return [...workingPoints(label, logit, validation.rows.length, key.split('working points'), weights)];
}

const shareAbove = (values: ArrayLike<number>, cut: number, weights?: ArrayLike<number>) => {
  let [above, all] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    const weight = weights?.[at] ?? 1;
    all += weight;
    if (values[at]! > cut) above += weight;
  }
  return above / Math.max(1, all);
};
