// Arrow tables of statistics as rows, with the network they belong to.
import { histograms, significance } from '@jetdemon/artifacts';
import { rowsOfTable } from '@jetdemon/workflow';
import type { Bin } from '../figures/distributions/ratios.ts';
import { shownAs } from '../text/observables.ts';
import { variationOf } from './variation.ts';
import { nominal } from '../figures/samples.ts';
import type { Subject } from '../text/subjects.ts';
import type { CurvePoint, Optimum } from '../figures/significance/figure.ts';

/** The curves of one network. */
export async function readCurves({ input, label: network }: Subject): Promise<CurvePoint[]> {
  return rowsOfTable(await significance.read(input, 'curves.arrow')).map((point) => ({ network, ...point }));
}

/** The nominal optimum of one network, and every sample there. */
export async function readOptimum({ input, label }: Subject): Promise<Optimum & { minimumBackground: number }> {
  const metrics = await significance.read(input, 'metrics.json');
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
    byHalves: metrics.convention.optimum === 'other-half',
    seeds: metrics.convention.seeds ?? 1,
  };
}

/** The histograms of one network. */
export async function readBins({ input, label: network }: Subject): Promise<Bin[]> {
  const { columns: own } = await histograms.read(input, 'tests.json');
  return rowsOfTable(await histograms.read(input, 'histograms.arrow')).map(({ observable, ...bin }) => ({
    ...{ network, observable: shownAs(observable, own) },
    ...bin,
  }));
}
