import type { Input } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { belongsTo, overTrainings } from './adversary.ts';

const at = (axes: Input['axes']): Input => ({ node: 'n', base: 'n', axes, params: {}, folder: '/' });

test.each<[string, Input['axes'], Input['axes'], boolean]>([
  ['a training of the same network', { network: 'll', seed: 2 }, { network: 'll' }, true],
  ['a training of another network', { network: 'hl', seed: 2 }, { network: 'll' }, false],
  ['a node without that axis', { seed: 2 }, { network: 'll' }, false],
  ['an undertrained network', { network: 'll', rung: 0, seed: 1 }, { network: 'll' }, false],
  ['an undertrained network of the same rung', { rung: 0, seed: 1 }, { rung: 0 }, true],
  ['another seed of one seed', { network: 'll', seed: 2 }, { network: 'll', seed: 1 }, false],
  ['the only network', {}, {}, true],
])('%s', (_, axes, subject, belongs) => {
  expect(belongsTo(at(axes), at(subject))).toBe(belongs);
});

test('over trainings a number is the mean, and its interval leaves none of theirs', () => {
  const quoteds = [
    { value: 1, low: 0.5, high: 1.2 },
    { value: 2, low: 1.8, high: 2.5 },
  ];
  expect(overTrainings(quoteds)).toEqual({ value: 1.5, low: 0.5, high: 2.5 });
  expect(overTrainings([])).toBeUndefined();
});
