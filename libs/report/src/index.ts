export { toCsv, type Cell, type Table } from './csv.ts';
export { writeFigure, type Figure } from './figure.ts';
export { significanceFigure, type CurvePoint, type Optimum, type SignificanceData } from './significance-figure.ts';
export { distributionsFigure } from './distributions-figure.ts';
export type { Bin } from './bins.ts';
export { samplesToShow, type Shown } from './samples.ts';
export { renderSvg } from './render.ts';
export { paperJets, paperNumbers, type PaperNumber, type Quantity } from './paper-numbers.ts';
export { knownDifferences, type KnownDifference } from './known-differences.ts';
