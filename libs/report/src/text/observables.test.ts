import { expect, test } from 'vitest';
import { axisTitle, inOrder, observableName, observablesOf, ownAmong, shownAs } from './observables.ts';

test('observables come in the order of the table, own columns last under their own names', () => {
  const rows = ['tau21', 'mass', 'score', 'mass'].map((observable) => ({ observable }));
  expect(observablesOf(rows)).toEqual(['score', 'mass', 'tau21']);
  expect(observablesOf([])).toEqual([]);
  expect(inOrder(['d2', 'tau21', 'eta', 'pt', 'score'])).toEqual(['score', 'pt', 'eta', 'd2', 'tau21']);
  expect(ownAmong(['mass', 'tau21'])).toEqual(['tau21']);
});

test('axes have the units that are shown', () => {
  expect(['score', 'pt', 'mass', 'd2', 'tau21'].map(axisTitle)).toEqual([
    'classifier output P(signal)',
    'jet p_{T} [GeV]',
    'jet mass [GeV]',
    'jet D_{2} (β = 2)',
    'tau21',
  ]);
  expect(['score', 'eta', 'tau21'].map(observableName)).toEqual(['classifier output', 'jet η', 'tau21']);
  const own = { lead: { unit: 'GeV' }, tau21: { unit: '1' } };
  expect(['lead', 'tau21', 'mass'].map((name) => shownAs(name, own))).toEqual(['lead [GeV]', 'tau21', 'mass']);
});
