// Sums over parts of the bundled jets beside the jets themselves. The score is the mass of a jet over itself and 100 GeV.
import path from 'node:path';
import { InputError, keyOf, readColumns } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { measureSignificance } from '../significance/measure.ts';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import { binOf } from './bin-of.ts';
import { binScores, type BinOptions } from './bin-scores.ts';
import { binningError } from './binning-error.ts';
import { measureBinned, type BinnedOptions } from './measure.ts';
import { emptyPassing, MergedSums } from './merged-sums.ts';
import { drawMultiplicities } from './poisson-multiplicities.ts';

const number = (unit: string) => ({ type: 'float32', unit, description: '' }) as const;
const bundled = await readColumns(path.resolve(import.meta.dirname, '../../../../data/jets-100k.arrow'), {
  columns: {
    label: { type: 'uint8', unit: '1', description: '' },
    ...{ trunc_pt: number('TeV'), trunc_mass: number('TeV'), trunc_d2: number('1') },
  },
});
const jets = 10_000;
const first = <A extends Uint8Array | Float32Array>(column: A) => column.subarray(0, jets) as A;
const [mass, label] = [first(bundled.trunc_mass), first(bundled.label)];
const scored = (shift: number): ScoredJets => ({
  label,
  score: mass.map((value) => value / (value + 0.1 + shift)),
  pt: first(bundled.trunc_pt),
  mass,
  d2: first(bundled.trunc_d2),
  eta: new Float32Array(jets),
  width: new Float32Array(jets),
  ptd: new Float32Array(jets),
});
const [nominal, moved] = [scored(0), scored(0.01)];
const weight = Float64Array.from({ length: jets }, (_, row) => 0.3 + (row % 7) / 10);

const rowsOf = (of: ScoredJets, keep: (row: number) => boolean): ScoredJets => {
  const columns = Object.entries(of) as [string, Float32Array][];
  return Object.fromEntries(
    columns.map(([name, values]) => [name, values.filter((_, row) => keep(row))]),
  ) as unknown as ScoredJets;
};

const binnedBy: BinOptions = { bins: 1000, replicas: 200 };
const usual: BinnedOptions = { interval: 0.68, minimumBackground: 20, thresholds: 201 };

/** The sums of parts, each some of the rows. */
function merged(parts: readonly ((row: number) => boolean)[], { weights = false, by = binnedBy } = {}): MergedSums {
  let sums: MergedSums | undefined;
  for (const keep of parts) {
    const [before, after] = [nominal, moved].map((of) => rowsOf(weights ? { ...of, weight } : of, keep));
    const part = binScores(before!, { moved: after! }, keyOf(1), by);
    sums ??= new MergedSums(part.binning);
    sums.add(part.sums, part.binning, 'part');
  }
  return sums!;
}

const all = () => true;
const quarters = [0, 1, 2, 3].map((rest) => (row: number) => row % 4 === rest);
const whole = merged([all]);
const { curves, metrics } = measureBinned(whole, usual, 'part');
const exact = measureSignificance(label, nominal.score, { moved: moved.score }, keyOf(1), {
  replicas: 200,
  optimum: 'same-jets',
});

test('a jet counts a Poisson number of times', () => {
  const drawn = new Uint8Array(200_000);
  drawMultiplicities(keyOf('a jet'), drawn);
  const mean = drawn.reduce((sum, times) => sum + times, 0) / drawn.length;
  const variance = drawn.reduce((sum, times) => sum + (times - mean) ** 2, 0) / drawn.length;
  // mean and variance 1, with errors of 1/sqrt(N) and sqrt(3/N): 0.0022 and 0.0039
  expect(Math.abs(mean - 1)).toBeLessThan(0.009);
  expect(Math.abs(variance - 1)).toBeLessThan(0.016);
  for (const [times, probability] of [1, 1, 1 / 2, 1 / 6, 1 / 24].map((over) => over / Math.E).entries())
    expect(Math.abs(drawn.filter((one) => one === times).length / drawn.length - probability)).toBeLessThan(0.0045);
});

test.each([7, 100, 1000])('a score is in bin b of %d or above where it is b / bins or more', (bins) => {
  for (let b = 0; b <= bins; b++) {
    const edge = b / bins;
    for (const score of [edge, edge - 2 ** -54, edge + 2 ** -52, Math.fround(edge)].filter((s) => s >= 0 && s <= 1))
      expect(binOf(score, bins) >= b).toBe(score >= edge);
  }
});

describe('sums over four parts', () => {
  test('are those over one, to the bit', () => {
    const [apart, together] = [measureBinned(merged(quarters), usual, 'part'), { curves, metrics }];
    expect(apart).toEqual(together);
    expect(measureBinned(merged(quarters.toReversed()), usual, 'part')).toEqual(together);
  });

  test('of jets with weights are so to the rounding of sums', () => {
    const [apart, one] = [quarters, [all]].map((parts) => measureBinned(merged(parts, { weights: true }), usual, '').curves); // prettier-ignore
    expect(apart!.background_jets).toEqual(one!.background_jets);
    for (const column of ['significance', 'low', 'high'] as const)
      apart![column].forEach((value, at) => expect(value / one![column][at]!).toBeCloseTo(1, 11));
  });
});

describe('beside the same jets without bins', () => {
  test('the curves have the same points, exactly', () => {
    for (const column of [
      'sample',
      'threshold',
      'signal_efficiency',
      'background_efficiency',
      'significance',
      'background_jets',
    ] as const)
      // prettier-ignore
      expect(curves[column]).toEqual(exact.curves[column]);
  });

  test('AUC and peak are within the bounds that are said, means the same to a rounding', () => {
    const roc = whole.passing(0, emptyPassing(1000));
    const { auc, peakAtMost } = binningError(roc, 20);
    expect(Math.abs(metrics.auc.value - exact.metrics.auc.value)).toBeLessThan(auc);
    expect(auc).toBeLessThan(2e-3);
    expect(metrics.peak.value).toBeLessThanOrEqual(exact.metrics.peak.value);
    expect(exact.metrics.peak.value).toBeLessThanOrEqual(peakAtMost);
    expect(peakAtMost / metrics.peak.value).toBeLessThan(1.02);
    for (const name of ['mean_signal_score', 'mean_background_score'] as const)
      expect(Math.abs(metrics[name].value - exact.metrics[name].value)).toBeLessThan(2 ** -25);
    expect(metrics.jets).toMatchObject({
      signal: exact.metrics.jets.signal,
      background: exact.metrics.jets.background,
    });
  });

  test('a variation shares the replicas of its jets: one that moves nothing loses nothing', () => {
    const loss = metrics.variations['moved']!.loss_at_nominal_optimum.value;
    expect(loss).toBeCloseTo(exact.metrics.variations['moved']!.loss_at_nominal_optimum.value, 2);
    expect(loss).not.toBe(0);
    const { sums, binning } = binScores(nominal, { same: nominal }, keyOf(1), binnedBy);
    const same = new MergedSums(binning);
    same.add(sums, binning, 'part');
    const { variations } = measureBinned(same, usual, 'part').metrics;
    expect(variations['same']!.loss_at_nominal_optimum).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  test('with weights too', () => {
    const options = { replicas: 100, weights: weight };
    const { curves: without } = measureSignificance(label, nominal.score, {}, keyOf(1), options);
    const { curves: binned, metrics: of } = measureBinned(merged(quarters, { weights: true }), usual, 'part');
    const points = without.threshold.length;
    expect(binned.background_jets.subarray(0, points)).toEqual(without.background_jets);
    without.significance.forEach((value, at) => expect(binned.significance[at]! / value).toBeCloseTo(1, 11));
    // weights of mean m and mean square q: n m^2 / q; 0.3, 0.4, … 0.9 in turn: m = 0.6, q = 0.4
    expect(of.jets.effective!.signal / (of.jets.signal * 0.9)).toBeCloseTo(1, 2);
  });
});

// Var(ln ε_S / sqrt(ε_B)) = (1 - ε_S) / (n_S ε_S) + (1 - ε_B) / (4 n_B ε_B), binomial numbers to first order
test('intervals are as wide as binomial numbers say', () => {
  for (const threshold of [0.35, 0.45, 0.5]) {
    const at = curves.threshold.findIndex((value) => value === threshold);
    const [s, b] = [curves.signal_efficiency[at]!, curves.background_efficiency[at]!];
    const { signal, background } = metrics.jets;
    const error = Math.sqrt((1 - s) / (signal * s) + (1 - b) / (4 * background * b));
    const found = (curves.high[at]! - curves.low[at]!) / 2 / 0.99446 / curves.significance[at]!; // 68% of a normal: ±0.99446 σ
    expect(found / error).toBeGreaterThan(0.85); // of 200 replicas: 7%
    expect(found / error).toBeLessThan(1.2);
  }
});

test('jets that come twice are no more certain than once', () => {
  const twice = measureBinned(merged([all, all]), usual, 'part');
  expect(twice.metrics.auc).toEqual(metrics.auc);
  expect(twice.metrics.mean_signal_score).toEqual(metrics.mean_signal_score);
  expect(twice.metrics.jets.signal).toBe(2 * metrics.jets.signal);
});

describe('refused are', () => {
  test.each([
    ['other bins', { bins: 500, replicas: 200 }, /expected a part of 1000 bins, 200 replicas.*found 500 bins/],
    ['other replicas', { bins: 1000, replicas: 100 }, /found 1000 bins, 100 replicas/],
  ])('parts of %s', (_, by, message) => {
    const { sums, binning } = binScores(nominal, { moved }, keyOf(1), by);
    expect(() => merged([all]).add(sums, binning, 'part@part=2')).toThrow(message);
    expect(() => merged([all]).add(sums, binning, 'part@part=2')).toThrow(InputError);
  });

  test.each<[string, Partial<BinnedOptions>, RegExp]>([
    ['curves whose thresholds are no edges', { thresholds: 300 }, /steps of a curve, thresholds − 1 = 299, found 1000/],
    ['too few background jets', { minimumBackground: 20_000 }, /expected at least 20000 background jets, found \d+/],
  ])('%s', (_, options, message) => {
    expect(() => measureBinned(whole, { ...usual, ...options }, 'part')).toThrow(message);
  });
});
