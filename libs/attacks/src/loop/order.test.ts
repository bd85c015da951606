import { defaultLayout } from '@jetdemon/data';
import { expect, test } from 'vitest';
import { descendingPt, reorder, restore, sortConstituents } from './order.ts';
import { jetsOf } from '../testing/some-jets.ts';

const batch = Float32Array.of(1, 10, 11, 3, 30, 31, 2, 20, 21, 0, 0, 0, 5, 50, 51, 5, 52, 53, 0, 0, 0, 0, 0, 0);

const layout = { ...defaultLayout, constituents: 4 };

test('descendingPt orders each jet by itself; ties and padding keep their place', () => {
  expect([...descendingPt(batch, layout)]).toEqual([1, 2, 0, 3, 0, 1, 2, 3]);
});

test('reorder puts constituents in that order and restore undoes it', () => {
  const order = descendingPt(batch, layout);
  const sorted = reorder(batch, order, layout);
  expect([...sorted.subarray(0, 12)]).toEqual([3, 30, 31, 2, 20, 21, 1, 10, 11, 0, 0, 0]);
  expect(restore(sorted, order, layout)).toEqual(batch);
});

test('sortConstituents moves eta and phi along with pT and leaves its argument alone', () => {
  const jets = jetsOf([[[1, 10, 11], [3, 30, 31], [2, 20, 21]], [[5, 50, 51], [5, 52, 53]]]); // prettier-ignore
  const sorted = sortConstituents(jets);
  expect([...sorted.ptTeV]).toEqual([3, 2, 1, 5, 5]);
  expect([...sorted.eta]).toEqual([30, 20, 10, 50, 52]);
  expect([...sorted.phi]).toEqual([31, 21, 11, 51, 53]);
  expect([...jets.ptTeV]).toEqual([1, 3, 2, 5, 5]);
});
