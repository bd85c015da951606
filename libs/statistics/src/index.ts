export { auc, countPassing, emptyRoc, groupAt, meanScore, rank, type Ranking, type Roc } from './roc.ts';
export { peakSignificance, relativeSignificance, workingPoint, type WorkingPoint } from './significance.ts';
export { bootstrap, quantile, quote, type BootstrapOptions, type Intervals, type Statistics } from './bootstrap.ts';
export { ksDistance, ksProbability, kolmogorovSurvival } from './kolmogorov-smirnov.ts';
export { relativeWeights } from './weights.ts';
export { edge, histogram, type Binning, type Histogram } from './histogram.ts';
export { poissonInterval } from './poisson.ts';
export type { ClaimResult, Claims, Verdict } from './claims.ts';
export { combine, difference, ratio } from './combine.ts';
export { type Curves } from './curves.ts';
export { measureSignificance, type SignificanceOptions } from './measure-significance.ts';
export { measureDistributions, type Distributions, type Jets, type Observable } from './measure-distributions.ts';
export type {
  HistogramTests,
  KsComparison,
  OutsideRange,
  Quoted,
  SampleMetrics,
  SignificanceMetrics,
  SusceptibilityMetrics,
  VariationMetrics,
} from './metrics.ts';
export type {
  ControlRegion,
  ControlRegionMetrics,
  ObservableMetrics,
  PseudodataMetrics,
  RegionTest,
} from './control-region.ts';
export type { Exclusion, ExclusionMetrics } from './measure-exclusion.ts';
export { pairedKs, type Gated, type GateMetrics, type GatesMetrics } from './measure-gates.ts';
