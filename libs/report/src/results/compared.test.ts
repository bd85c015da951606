import { expect, test } from 'vitest';
import { comparedIn } from './compared.ts';

const quoted = (value: number) => ({ value, low: value, high: value });
const alarms = (value: number) => ({ chi2_per_ndf: quoted(value), detected: quoted(value / 10) });

test('what was compared comes in the order of the table, own columns last, each once', () => {
  const first = { mass: alarms(1), score: alarms(2), columns: { vertices: alarms(3) } };
  const second = { score: alarms(4), d2: alarms(5), columns: { vertices: alarms(6) } };
  const compared = comparedIn([first, second]);
  expect(compared.map(({ at }) => at)).toEqual(['score', 'mass', 'd2', 'columns/vertices']);
  expect(compared.map(({ of }) => of(first)?.chi2_per_ndf.value)).toEqual([2, 1, undefined, 3]);
  expect(comparedIn([])).toEqual([]);
});
