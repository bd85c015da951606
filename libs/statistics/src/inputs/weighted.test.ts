// Meaning of weights in every statistic: a jet of weight k is k jets of weight 1, a jet of weight 0 is none, and a
// common factor changes nothing. One row per statistic.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstBlindedBin } from '../control-region/control-region.ts';
import { histogram } from '../distributions/histogram.ts';
import { ksDistance } from '../distributions/kolmogorov-smirnov.ts';
import type { ScoredJets } from './scored-jets.ts';
import { keyOf } from '@jetdemon/workflow';
import { measureAcceptance } from '../acceptance/measure.ts';
import { auc, countPassing, overall, rank } from '../significance/roc.ts';
import { peakSignificance, workingPoint } from '../significance/working-point.ts';

/** Jets before and after; the first two are of either class and of weight 1 or more. */
interface Sample {
  readonly labels: number[];
  readonly scores: number[];
  readonly moved: number[];
  readonly weights: number[];
}

const row = fc.record({
  label: fc.integer({ min: 0, max: 1 }),
  score: fc.integer({ min: 0, max: 20 }).map((score) => score / 20),
  moved: fc.integer({ min: 0, max: 20 }).map((score) => score / 20),
  weight: fc.integer({ min: 0, max: 3 }),
});
const samples = fc.array(row, { maxLength: 30 }).map((some): Sample => {
  const sure = [0, 1].map((label) => ({ label, score: 0.5, moved: 0.5, weight: 2 }));
  const rows = [...sure, ...some];
  return {
    labels: rows.map(({ label }) => label),
    scores: rows.map(({ score }) => score),
    moved: rows.map(({ moved }) => moved),
    weights: rows.map(({ weight }) => weight),
  };
});

const asJets = ({ labels, weights }: Sample, values: number[], weighted: boolean): ScoredJets => {
  const column = Float32Array.from(values);
  const weight = weighted ? Float64Array.from(weights) : undefined;
  return { label: Uint8Array.from(labels), weight, score: column, pt: column, mass: column, d2: column };
};
const ofClass = ({ labels }: Sample, values: number[], label: number) => values.filter((_, at) => labels[at] === label);
const bins = { bins: 5, low: 0, high: 1 };

const roc = ({ labels, scores, weights }: Sample, weighted: boolean) => {
  const ranking = rank(labels, scores, weighted ? Float64Array.from(weights) : undefined);
  return [ranking, countPassing(ranking)] as const;
};
/** Numbers of a sample, its weights taken or not. */
const statistics: Readonly<Record<string, (sample: Sample, weighted: boolean) => readonly number[]>> = {
  'area under the ROC curve': (sample, weighted) => [auc(roc(sample, weighted)[1])],
  'peak of the significance': (sample, weighted) => {
    // Not the threshold: of equal peaks rounding may choose another.
    return [peakSignificance(...roc(sample, weighted), { minimumBackground: 1 }).significance];
  },
  'working point': (sample, weighted) => {
    const point = workingPoint(...roc(sample, weighted), 0.4);
    return [point.signalEfficiency, point.backgroundEfficiency];
  },
  'mean score': (sample, weighted) => {
    const { meanSignal, meanBackground } = overall(...roc(sample, weighted));
    return [meanSignal, meanBackground];
  },
  'KS distance': (sample, weighted) => {
    const weights = weighted ? Float64Array.from(ofClass(sample, sample.weights, 1)) : undefined;
    return [
      ksDistance(ofClass(sample, sample.scores, 1), ofClass(sample, sample.moved, 1), { a: weights, b: weights }),
    ];
  },
  'shares of a histogram': (sample, weighted) => {
    const { counts, above } = histogram(sample.scores, bins, weighted ? Float64Array.from(sample.weights) : undefined);
    const total = counts.reduce((sum, count) => sum + count, above);
    return [...counts, above].map((count) => count / total);
  },
  'blinded region': (sample, weighted) => {
    const signal = ofClass(sample, sample.scores, 1).map((score) => score + 0.2); // the lowest bin is empty
    const weights = Float64Array.from(ofClass(sample, sample.weights, 1));
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    return [firstBlindedBin(signal, bins, 0.31, weighted ? weights.map((weight) => weight / mean) : undefined)];
  },
  acceptance: (sample, weighted) => {
    const [before, after] = [sample.scores, sample.moved].map((scores) => asJets(sample, scores, weighted)) as [ScoredJets, ScoredJets]; // prettier-ignore
    const { background, signal } = measureAcceptance(before, after, { mass: 0.1, pt: 0.2, score: 0.3 }, keyOf(1));
    return [background.pt!, signal.score!].flatMap(({ ks, ks_over_limit }) => [ks.value, ks_over_limit.value]);
  },
};

describe.each(Object.entries(statistics))('%s', (_, statistic) => {
  const alike = (a: readonly number[], b: readonly number[]) => {
    expect(a).toHaveLength(b.length);
    a.forEach((number, at) => (Number.isFinite(b[at]!) ? expect(number).toBeCloseTo(b[at]!, 12) : expect(number).toBe(b[at]))); // prettier-ignore
  };
  const picked = ({ labels, scores, moved, weights }: Sample, rows: number[]): Sample => ({
    labels: rows.map((at) => labels[at]!),
    scores: rows.map((at) => scores[at]!),
    moved: rows.map((at) => moved[at]!),
    weights: rows.map((at) => weights[at]!),
  });

  test('takes a jet of weight k as k jets', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const repeated = sample.weights.flatMap((weight, at) => Array<number>(weight).fill(at));
        alike(statistic(sample, true), statistic(picked(sample, repeated), false));
      }),
    );
  });

  test('takes a jet of weight 0 as none', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const there = sample.weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
        alike(statistic(sample, true), statistic(picked(sample, there), true));
      }),
    );
  });

  test('does not change under a factor common to all weights', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (sample, factor) => {
        const scaled = { ...sample, weights: sample.weights.map((weight) => factor * weight) };
        alike(statistic(scaled, true), statistic(sample, true));
      }),
    );
  });

  test('is that of counted jets for weights of 1', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const ones = { ...sample, weights: sample.weights.map(() => 1) };
        alike(statistic(ones, true), statistic(ones, false));
      }),
    );
  });
});
