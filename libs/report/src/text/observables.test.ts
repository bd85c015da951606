import { expect, test } from 'vitest';
import { axisTitle, observablesOf } from './observables.ts';

test('observables come in the order of the panels, unknown ones last under their own names', () => {
  const rows = ['tau21', 'mass', 'score', 'mass'].map((observable) => ({ observable }));
  expect(observablesOf(rows)).toEqual(['score', 'mass', 'tau21']);
  expect(observablesOf([])).toEqual([]);
  expect(axisTitle('tau21')).toBe('tau21');
});
