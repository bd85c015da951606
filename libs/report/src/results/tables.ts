// The Arrow tables of statistics as rows, with the network they belong to.
import { join } from 'node:path';
import { histograms, significance } from '@jetdemon/artifacts';
import { readColumns } from '@jetdemon/workflow';
import type { Bin } from '../figures/distributions/ratios.ts';
import { readMetrics, readTests, variationOf } from './results.ts';
import { shownAs } from '../text/observables.ts';
import { nominal } from '../figures/samples.ts';
import type { Subject } from '../text/subjects.ts';
import type { CurvePoint, Optimum } from '../figures/significance/figure.ts';

/** The curves of one network. */
export async function readCurves({ input, label }: Subject): Promise<CurvePoint[]> {
  const columns = await readColumns(join(input.folder, 'curves.arrow'), significance.files['curves.arrow']);
  return columns.sample.map((sample, row) => ({
    network: label,
    sample,
    threshold: columns.threshold[row]!,
    signal_efficiency: columns.signal_efficiency[row]!,
    background_efficiency: columns.background_efficiency[row]!,
    significance: columns.significance[row]!,
    low: columns.low[row]!,
    high: columns.high[row]!,
    background_jets: columns.background_jets[row]!,
  }));
}

/** The nominal optimum of one network, and every sample there. */
export async function readOptimum({ input, label }: Subject): Promise<Optimum & { minimumBackground: number }> {
  const metrics = await readMetrics(input);
  const at = (sample: string) => {
    const quoted = sample === nominal ? metrics.peak : variationOf(metrics, sample, input).at_nominal_optimum;
    return { sample, significance: quoted.value, low: quoted.low, high: quoted.high };
  };
  return {
    network: label,
    auc: metrics.auc.value,
    threshold: metrics.threshold.value,
    points: [nominal, ...Object.keys(metrics.variations)].map(at),
    minimumBackground: metrics.convention.minimum_background,
    seeds: metrics.convention.seeds ?? 1,
  };
}

/** The histograms of one network. */
export async function readBins({ input, label }: Subject): Promise<Bin[]> {
  const columns = await readColumns(join(input.folder, 'histograms.arrow'), histograms.files['histograms.arrow']);
  const { columns: own } = await readTests(input);
  return columns.sample.map((sample, row) => ({
    network: label,
    sample,
    class: columns.class[row]!,
    observable: shownAs(columns.observable[row]!, own),
    low: columns.low[row]!,
    high: columns.high[row]!,
    count: columns.count[row]!,
    fraction: columns.fraction[row]!,
    fraction_low: columns.fraction_low[row]!,
    fraction_high: columns.fraction_high[row]!,
  }));
}
