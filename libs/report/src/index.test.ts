import { expect, test } from 'vitest';
import * as report from './index.ts';

test('what is public is this, and a change of it is a decision', () => {
  expect(Object.keys(report).sort()).toEqual([
    'controlRegionFigure',
    'distributionsFigure',
    'eventDisplayFigure',
    'jetImageFigure',
    'knownDifferences',
    'paperJets',
    'paperNumbers',
    'renderSvg',
    'samplesToShow',
    'significanceFigure',
    'susceptibilityFigure',
    'toCsv',
    'writeFigure',
  ]);
});
