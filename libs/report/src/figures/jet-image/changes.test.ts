import { expect, test } from 'vitest';
import { MeanChanges } from './changes.ts';

const jet = (ptTeV: number) => ({ ptTeV: [ptTeV], eta: [0], phi: [0] });
const pair = (row: number, before: number, after: number) => ({
  row,
  label: 1,
  before: jet(before / 1000),
  after: jet(after / 1000),
});

test('one jet has no error, and no classifier output that was not given', () => {
  const changes = new MeanChanges();
  changes.add(pair(0, 300, 303));
  const { ptGeV, response } = changes.means();
  expect(ptGeV).toEqual({ before: expect.closeTo(300, 9), after: expect.closeTo(303, 9) });
  expect(response).toBeUndefined();
});

test('the error of a mean change is that of its mean', () => {
  const changes = new MeanChanges();
  [1, 2, 6].forEach((shift, row) => changes.add(pair(row, 300 + row, 300 + row + shift)));
  // s²/n of 1, 2, 6: s² = (4 + 1 + 9)/2 = 7.
  expect(changes.means().ptGeV).toEqual({
    before: expect.closeTo(301, 9),
    after: expect.closeTo(304, 9),
    error: expect.closeTo(Math.sqrt(7 / 3), 9),
  });
});

test('weights count: equal ones change nothing, a weight of zero is absence', () => {
  const responses = {
    before: Float32Array.of(0.5, 0.25, 0.75),
    after: Float32Array.of(0.25, 0.25, 0.25),
    weight: Float64Array.of(1, 1, 1),
  };
  const of = (weights: readonly number[]) => {
    const changes = new MeanChanges();
    weights.forEach((weight, row) => changes.add(pair(row, 300, 301 + row), responses, weight));
    return changes.means();
  };
  expect(of([2, 2, 2]).ptGeV!.error).toBeCloseTo(of([1, 1, 1]).ptGeV!.error!, 12);
  expect(of([1, 1, 0]).ptGeV!.after).toBeCloseTo(of([1, 1]).ptGeV!.after, 12);
  expect(of([3, 1]).response).toMatchObject({ before: 0.4375, after: 0.25 });
});
