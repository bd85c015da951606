export { auc, countPassing, emptyRoc, groupAt, rank, type Ranking, type Roc } from './significance/roc.ts';
export { peakSignificance } from './significance/working-point.ts';
export { lossAtNominalOptimum } from './significance/loss.ts';
export {
  bootstrap,
  quantile,
  quote,
  type BootstrapOptions,
  type Intervals,
  type Statistics,
} from './intervals/bootstrap.ts';
export { ksDistance, ksProbability, kolmogorovSurvival } from './distributions/kolmogorov-smirnov.ts';
export { relativeWeights } from './inputs/weights.ts';
export type { IndependentSample, VariedSample } from './inputs/pairing.ts';
export { edge, histogram, type Binning, type Histogram } from './distributions/histogram.ts';
export { poissonInterval } from './intervals/poisson.ts';
export { readReference } from './reference/read.ts';
export type { Reference, ReferenceNumber } from './reference/schema.ts';
export { aucInterval } from './intervals/auc.ts';
export { binomialInterval } from './intervals/binomial.ts';
export { decimalsOf, fixed } from './claims/format.ts';
export { combine, difference, meanOver, ratio } from './intervals/combine.ts';
export { measureSignificance, type SignificanceOptions } from './significance/measure.ts';
export { measureDistributions, type Distributions } from './distributions/measure.ts';
export type { Numbers, OwnColumn, ScoredJets } from './inputs/scored-jets.ts';
export { pairedKsError } from './distributions/ks-tests.ts';
