import { expect, test } from 'vitest';
import * as models from './index.ts';

test('what is public changes on purpose only', () => {
  expect(Object.keys(models).sort()).toEqual([
    'centred',
    'createNetwork',
    'inBatches',
    'initialise',
    'loadClassifier',
    'measureObservables',
    'named',
    'networkNames',
    'observables',
    'readWeights',
    'reluStack',
    'saveClassifier',
    'scoreJets',
    'stackShapes',
    'train',
    'trainingStep',
    'writeWeights',
  ]);
});
