import { describe, expect, test } from 'vitest';
import { idOf, parseReference, pointsOf, pointsThatAgree } from './axes.ts';

const axes = [
  { name: 'network', values: ['hl', 'll'] },
  { name: 'seed', values: [1, 2] },
];

test('a grid without axes is one point', () => expect(pointsOf([])).toEqual([{}]));

test('the last axis runs fastest', () => {
  expect(pointsOf(axes).map((point) => idOf('c', point))).toEqual([
    'c@network=hl+seed=1',
    'c@network=hl+seed=2',
    'c@network=ll+seed=1',
    'c@network=ll+seed=2',
  ]);
});

test('points agree on the axes that both have, a number and its text being the same', () => {
  expect(pointsThatAgree(axes, { seed: '2', epsilon: 0.1 })).toEqual([
    { network: 'hl', seed: 2 },
    { network: 'll', seed: 2 },
  ]);
  expect(pointsThatAgree(axes, { seed: 3 })).toEqual([]);
});

describe('a reference', () => {
  test.each([
    ['c', { base: 'c', fixed: {} }],
    ['c@network=ll', { base: 'c', fixed: { network: 'll' } }],
    ['c@network=ll+seed=-2', { base: 'c', fixed: { network: 'll', seed: '-2' } }],
    ['c@', undefined],
    ['@seed=1', undefined],
    ['c@seed', undefined],
    ['c@seed=', undefined],
    ['c@seed=1+', undefined],
    ['c@seed=1+seed=2', undefined],
    ['c@seed=1@seed=2', undefined],
  ])('%s', (text, parsed) => expect(parseReference(text)).toEqual(parsed));
});
