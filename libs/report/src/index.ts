export { toCsv, type Cell, type Table } from './figures/csv.ts';
export { writeFigure, type Figure } from './figures/figure.ts';
export {
  significanceFigure,
  type CurvePoint,
  type Optimum,
  type SignificanceData,
} from './figures/significance/figure.ts';
export { distributionsFigure } from './figures/distributions/figure.ts';
export type { Bin } from './figures/distributions/ratios.ts';
export {
  controlRegionFigure,
  type RegionBin,
  type RegionData,
  type RegionTest,
} from './figures/control-region/figure.ts';
export { susceptibilityFigure } from './figures/susceptibility/figure.ts';
export type { PublishedPoint, SusceptibilityData } from './figures/susceptibility/data.ts';
export { samplesToShow, type Shown } from './figures/samples.ts';
export { renderSvg } from './figures/render.ts';
export { differencesFrom } from './reference/known-differences.ts';
export type { Circumstances, KnownDifference } from './reference/difference.ts';
export { eventDisplayFigure } from './figures/event-display/figure.ts';
export type { DisplayedEvent } from './figures/event-display/data.ts';
export { jetImageFigure } from './figures/jet-image/figure.ts';
export type { MeanJet, SingleJet } from './figures/jet-image/data.ts';
