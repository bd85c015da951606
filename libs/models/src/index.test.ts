import { expect, test } from 'vitest';
import * as models from './index.ts';

test('what is public changes on purpose only', () => {
  expect(Object.keys(models).sort()).toEqual([
    'createNetwork',
    'initialise',
    'loadClassifier',
    'measureObservables',
    'networkNames',
    'observables',
    'saveClassifier',
    'scoreJets',
    'train',
    'trainingStep',
  ]);
});
