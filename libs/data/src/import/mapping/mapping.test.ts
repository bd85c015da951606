import { expect, test } from 'vitest';
import { mapping } from './mapping.ts';

const said = (given: unknown): string[] => mapping.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

test.each([
  { pt: 'a', eta: 'b', phi: 'c' },
  { pt: 'a', rapidity: 'b', phi: 'c' },
  { energy: 'a', eta: 'b', phi: 'c', scale: 'w' },
  { px: 'a', py: 'b', pz: 'c' },
  { array: 'X', pt: 0, eta: 1, phi: 2 },
  { array: 'X', features: 4, px: 1, py: 2, pz: 3 },
])('accepts the coordinates %o', (constituents) => {
  expect(said({ constituents })).toEqual([]);
});

const expected = 'expected pt (or energy), eta (or rapidity) and phi, or px, py and pz, found';

test.each([
  [{}, `${expected} none`],
  [{ pt: 'a', eta: 'b' }, `${expected} pt, eta`],
  [{ pt: 'a', eta: 'b', phi: 'c', px: 'd' }, `${expected} pt, eta, phi, px`],
  [{ scale: 'a', px: 'b', py: 'c' }, `${expected} px, py`],
  [{ pt: 'a', eta: 'b', phi: 2 }, 'phi: expected a column, because there is no array, found 2'],
  [{ array: 'X', pt: 0, eta: 'b', phi: 2 }, 'eta: expected the number of a feature of the array, found "b"'],
  [{ array: 'X', features: 3, pt: 0, eta: 1, phi: 3 }, 'phi: expected a feature below 3, found 3'],
  [{ features: 3, pt: 'a', eta: 'b', phi: 'c' }, 'features: expected none, because there is no array'],
])('refuses the coordinates %o', (constituents, message) => {
  expect(said({ constituents })).toEqual([message]);
});

test.each([{ index: 'j' }, { index: 'j', constituent: 'c', take: 'all' }, { eta: 'e', phi: 'p', within: 0.8 }])(
  'accepts jets of events by %o',
  (jets) => {
    expect(said({ constituents: { px: 'a', py: 'b', pz: 'c' }, jets })).toEqual([]);
  },
);

test.each([
  {},
  { constituent: 'c' },
  { eta: 'e', phi: 'p' },
  { index: 'j', within: 0.8 },
  { eta: 'e', phi: 'p', within: 1, constituent: 'c' },
])('refuses jets of events by %o', (jets) => {
  expect(said({ constituents: { px: 'a', py: 'b', pz: 'c' }, jets })).toEqual([
    'expected index (with or without constituent), or eta, phi and within: how constituents find their jet',
  ]);
});
