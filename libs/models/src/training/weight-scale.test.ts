import { InputError } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { WeightScale } from './weight-scale.ts';

test('weights have a mean of 1 over each class of all parts', () => {
  const scale = new WeightScale();
  scale.add([1, 10], [0, 1]);
  scale.add([3, 30, 20], [0, 1, 1]);
  // means 2 and 20
  expect(scale.of([1, 10, 30], [0, 1, 1])).toEqual(Float64Array.of(0.5, 0.5, 1.5));
});

test('jets of a class that weigh alike are counted', () => {
  const scale = new WeightScale();
  scale.add([0.1, 7, 0.1, 9], [0, 1, 0, 1]);
  expect(scale.of([0.1, 7], [0, 1])).toEqual(Float64Array.of(1, 7 / 8));
  const all = new WeightScale();
  all.add([0.1, 7, 0.1], [0, 1, 0]);
  expect(all.of([0.1, 7], [0, 1])).toBeUndefined();
});

test('a class whose weights cancel is refused', () => {
  const scale = new WeightScale();
  scale.add([1, 2, -2], [0, 1, 1]);
  expect(() => scale.require({ file: 'a.arrow' })).toThrow(InputError);
  expect(() => scale.require({ file: 'a.arrow' })).toThrow('of signal (label 1), found a sum of 0');
});
