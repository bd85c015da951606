import { expect, test } from 'vitest';
import * as data from './index.ts';

test('what is public is this', () => {
  expect(Object.keys(data).sort()).toEqual([
    'batchOf',
    'batches',
    'checkJets',
    'concatenate',
    'jetFeatures',
    'jetKinematics',
    'listColumn',
    'maxConstituents',
    'numberColumn',
    'onlyWeight',
    'openJets',
    'openTable',
    'partitions',
    'pick',
    'readJetChunks',
    'readJets',
    'reflect',
    'requireBothClasses',
    'rowsByClass',
    'rowsOf',
    'select',
    'shuffle',
    'split',
    'unpad',
    'weightsOf',
    'wrapPhi',
    'writeJetChunks',
    'writeJets',
  ]);
});
