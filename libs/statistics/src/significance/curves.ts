// Significance curves, as columns of curves.arrow and point by point.
import type { Curves } from '@jetdemon/artifacts';
import type { WorkingPoint } from './working-point.ts';

/** A threshold of a sample, with the interval of its significance. */
export interface CurvePoint extends WorkingPoint {
  readonly sample: string;
  readonly low: number;
  readonly high: number;
}

export function curvesOf(points: readonly CurvePoint[]): Curves {
  return {
    sample: points.map(({ sample }) => sample),
    threshold: Float64Array.from(points, ({ threshold }) => threshold),
    signal_efficiency: Float64Array.from(points, ({ signalEfficiency }) => signalEfficiency),
    background_efficiency: Float64Array.from(points, ({ backgroundEfficiency }) => backgroundEfficiency),
    significance: Float64Array.from(points, ({ significance }) => significance),
    low: Float64Array.from(points, ({ low }) => low),
    high: Float64Array.from(points, ({ high }) => high),
    background_jets: Int32Array.from(points, ({ backgroundJets }) => backgroundJets),
  };
}

export function pointsOf(curves: Curves): CurvePoint[] {
  return curves.sample.map((sample, row) => ({
    sample,
    threshold: curves.threshold[row]!,
    signalEfficiency: curves.signal_efficiency[row]!,
    backgroundEfficiency: curves.background_efficiency[row]!,
    significance: curves.significance[row]!,
    low: curves.low[row]!,
    high: curves.high[row]!,
    backgroundJets: curves.background_jets[row]!,
  }));
}
