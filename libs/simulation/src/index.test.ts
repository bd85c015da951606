import { expect, test } from 'vitest';
import * as simulation from './index.ts';

test('what is public is this', () => {
  expect(Object.keys(simulation).sort()).toEqual([
    'JetRows',
    'cluster',
    'clusterEvent',
    'constituents',
    'readClustered',
    'readDetector',
    'readEvents',
    'readHepMc3',
    'readTowers',
    'selectEvent',
    'simulate',
    'towerMomenta',
    'writeClustered',
    'writeEvents',
    'writeTowers',
  ]);
});
