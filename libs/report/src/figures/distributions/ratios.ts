// Bins of histograms before and after an attack, and their ratios.
import type { HistogramBins } from '@jetdemon/artifacts';
import type { Row } from '@jetdemon/workflow';
import { nominal } from '../samples.ts';

/** One bin of one histogram. */
export interface Bin extends Row<HistogramBins> {
  readonly network: string;
}

/** A bin beside the same bin of the nominal sample; ratios are NaN where that is empty. */
export interface Compared extends Bin {
  readonly ratio: number;
  /** The Poisson interval of this bin alone, over the nominal fraction. */
  readonly ratio_low: number;
  readonly ratio_high: number;
  /** Nominal jets in the bin. */
  readonly nominal_count: number;
}

/** Nominal jets in a bin below which its ratio is not drawn: it would be a fluctuation. */
export const fewest = 10;

const placeOf = (bin: Bin) => [bin.network, bin.observable, bin.class, bin.low].join('/');

function nominalBins(bins: readonly Bin[]): ReadonlyMap<string, Bin> {
  return new Map(bins.filter(({ sample }) => sample === nominal).map((bin) => [placeOf(bin), bin]));
}

/** Each bin with its ratio to the nominal one. */
export function withRatios(bins: readonly Bin[]): Compared[] {
  const before = nominalBins(bins);
  return bins.map((bin) => {
    const { fraction, count } = before.get(placeOf(bin)) ?? { fraction: 0, count: 0 };
    const over = (share: number) => (fraction > 0 ? share / fraction : NaN);
    return {
      ...bin,
      ratio: over(bin.fraction),
      ratio_low: over(bin.fraction_low),
      ratio_high: over(bin.fraction_high),
      nominal_count: count,
    };
  });
}

/** The samples whose jets of a class differ from the nominal ones in at least one bin of some network. */
export function movedSamples(bins: readonly Bin[], name: string): ReadonlySet<string> {
  const before = nominalBins(bins);
  const moved = bins.filter((bin) => bin.class === name && before.get(placeOf(bin))?.count !== bin.count);
  return new Set(moved.map(({ sample }) => sample));
}

/**
 * How far from 1 a ratio panel must reach to show every bin after an attack that is known to 10%, and nine in ten of
 * those with enough jets before it.
 */
export function ratioReach(rows: readonly Compared[]): number {
  const after = rows.filter((row) => row.sample !== nominal && row.nominal_count >= fewest);
  const distances = (some: readonly Compared[]) => some.map(({ ratio }) => Math.abs(ratio - 1)).sort((a, b) => a - b);
  const all = distances(after);
  const known = distances(after.filter((row) => row.ratio_high - row.ratio < 0.1));
  const largest = Math.max(0, known.at(-1) ?? 0, all[Math.ceil(0.9 * all.length) - 1] ?? 0);
  return [0.1, 0.2, 0.4].find((reach) => largest <= reach) ?? 1;
}
