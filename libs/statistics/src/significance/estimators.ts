// The numbers quoted of a sample, one entry each: what it is, how it is taken, how its interval follows.
import type { SampleMetrics, VariationMetrics } from '@jetdemon/artifacts';
import type { Overall } from './roc.ts';
import type { IntervalKind } from '../intervals/bootstrap.ts';
import type { Optimum } from './optimum.ts';
import type { WorkingPoint } from './working-point.ts';

/** One sample under one set of weights. */
export interface Measured {
  readonly overall: Overall;
  /** At its own optimum. */
  readonly peak: WorkingPoint;
  /** The nominal sample at its own. */
  readonly nominalPeak: WorkingPoint;
  /** This sample at the nominal optimum. */
  readonly there: WorkingPoint;
}

export interface Quantity {
  readonly description: string;
  /** How its interval follows, by where the optimum is chosen; quantiles of the replicas by default. */
  readonly kind?: Readonly<Partial<Record<Optimum, IntervalKind>>>;
  /**
   * `at`: taken at an optimum; `difference`: of two optima, whose interval from an optimum on other jets is conservative; `place`: where
   * an optimum lies, which has no interval, since a flat maximum may lie anywhere.
   */
  readonly optimum?: 'at' | 'difference' | 'place';
  of(measured: Measured): number;
}

const centred = { 'other-half': 'centred' } as const;

export const ofSample: Readonly<Record<keyof SampleMetrics, Quantity>> = {
  auc: { description: 'area under the ROC curve', of: ({ overall }) => overall.auc },
  peak: {
    description: 'peak of eps_S / sqrt(eps_B)',
    kind: { 'other-half': 'centred', 'same-jets': 'reflected' },
    optimum: 'at',
    of: ({ peak }) => peak.significance,
  },
  threshold: { description: 'threshold of the peak', optimum: 'place', of: ({ peak }) => peak.threshold },
  signal_efficiency: { description: 'eps_S at the peak', optimum: 'place', of: ({ peak }) => peak.signalEfficiency },
  background_efficiency: {
    description: 'eps_B at the peak',
    optimum: 'place',
    of: ({ peak }) => peak.backgroundEfficiency,
  },
  mean_signal_score: {
    description: 'mean P(signal) of signal jets',
    of: ({ overall }) => overall.meanSignal,
  },
  mean_background_score: {
    description: 'mean P(signal) of background jets',
    of: ({ overall }) => overall.meanBackground,
  },
};

export const ofVariation: Readonly<Record<keyof VariationMetrics, Quantity>> = {
  ...ofSample,
  peak: { ...ofSample.peak, kind: { 'same-jets': 'reflected' } },
  at_nominal_optimum: {
    description: 'eps_S / sqrt(eps_B) at the threshold of the nominal peak',
    kind: centred,
    optimum: 'at',
    of: ({ there }) => there.significance,
  },
  loss_at_nominal_optimum: {
    description: 'share of the nominal peak that is lost at the threshold of the nominal peak',
    kind: centred,
    optimum: 'at',
    of: ({ there, nominalPeak }) => 1 - there.significance / nominalPeak.significance,
  },
  loss_peak_to_peak: {
    description: 'share of the nominal peak that is lost at the best threshold of the varied sample',
    kind: centred,
    optimum: 'difference',
    of: ({ peak, nominalPeak }) => 1 - peak.significance / nominalPeak.significance,
  },
};
