import { expect, test } from 'vitest';
import * as z from 'zod';
import { json } from './artifact.ts';
import { missingFrom, type Column, type Kind } from './kind.ts';
import { attackedJets, jets, splitJets } from '../testing/kinds.ts';

const table = (columns: Record<string, Column>): Kind => ({
  name: 'table',
  version: 1,
  description: '',
  files: { 't.arrow': { format: 'arrow', columns }, 'a.json': json('', z.unknown()) },
});
const pt: Column = { type: 'float32', unit: 'TeV', description: '' };
const wanted = table({ pt });

test.each<[string, Kind, string[]]>([
  ['the same', wanted, []],
  ['more columns', table({ pt, eta: pt }), []],
  ['another description', table({ pt: { ...pt, description: 'x' } }), []],
  ['no column', table({}), ['column pt of t.arrow']],
  ['another type', table({ pt: { ...pt, type: 'float64' } }), ['column pt of t.arrow as float32 [TeV]']],
  [
    'a type that may be another',
    table({ pt: { ...pt, type: ['float32', 'float64'] } }),
    ['column pt of t.arrow as float32 [TeV]'],
  ],
  ['another unit', table({ pt: { ...pt, unit: 'GeV' } }), ['column pt of t.arrow as float32 [TeV]']],
  ['no file', { ...wanted, files: {} }, ['t.arrow', 'a.json']],
  [
    'another format',
    { ...wanted, files: { ...wanted.files, 'a.json': { format: 'csv', description: '' } } },
    ['a.json'],
  ],
])('what is missing from an offer: %s', (_, offered, missing) => expect(missingFrom(offered, wanted)).toEqual(missing));

test('a reader of several types takes any of them', () => {
  const reader = table({ pt: { ...pt, type: ['float32', 'float64'] } });
  expect(missingFrom(wanted, reader)).toEqual([]);
  expect(missingFrom(reader, reader)).toEqual([]);
});

test('attacked jets serve as split jets, and those as jets, but not the other way', () => {
  expect([missingFrom(attackedJets, splitJets), missingFrom(splitJets, jets)]).toEqual([[], []]);
  expect(missingFrom(jets, splitJets)).toEqual(['column partition of jets.arrow']);
  expect(missingFrom(splitJets, attackedJets)).toEqual(['perturbation.json']);
});
