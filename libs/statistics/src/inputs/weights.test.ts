import { InputError } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { effectiveJets, relativeWeights, weightsOfClass } from './weights.ts';

describe('relativeWeights', () => {
  test('have a mean of 1 over each class', () => {
    // class 0: 1, 2, 3 of mean 2; class 1: -1, 5 of mean 2
    expect(relativeWeights([1, -1, 2, 5, 3], [0, 1, 0, 1, 0])).toEqual(Float64Array.of(0.5, -0.5, 1, 2.5, 1.5));
  });

  test.each([
    { name: 'all are 1', weights: [1, 1, 1, 1] },
    { name: 'all are alike', weights: [0.1, 0.1, 0.1, 0.1] },
    { name: 'those of each class are', weights: [0.3, 7, 0.3, 7] },
  ])('are none where $name', ({ weights }) => {
    expect(relativeWeights(weights, [0, 1, 0, 1])).toBeUndefined();
  });

  test.each([
    { name: 'do not sum to more than 0', weights: [1, 1, -1, 1], sum: 0 },
    { name: 'are infinite', weights: [1, 1, Infinity, 1], sum: Infinity },
    { name: 'are not numbers', weights: [1, 1, NaN, 1], sum: NaN },
  ])('of a class that $name are refused', ({ weights, sum }) => {
    const message = `expected finite weights of a sum above 0 of background (label 0), found a sum of ${sum}`;
    expect(() => relativeWeights(weights, [0, 1, 0, 1])).toThrow(new InputError(message));
    const place = { file: 'jets.arrow', column: 'weight' };
    expect(() => relativeWeights(weights, [0, 1, 0, 1], place)).toThrow(InputError.at(place, message));
  });

  test('of a class of like weights are 1 beside one of others', () => {
    expect(relativeWeights([0.3, 1, 0.3, 3], [0, 1, 0, 1])).toEqual(Float64Array.of(1, 0.5, 1, 1.5));
  });
});

test.each([
  { name: 'equal weights', weights: [3, 3, 3], expected: 3 },
  { name: 'one that outweighs', weights: [1000, 1e-9], expected: 1 },
  { name: '1, 2 and 3', weights: [1, 2, 3], expected: 36 / 14 },
  { name: 'a negative one', weights: [1, 1, -1], expected: 1 / 3 },
])('effective jets of $name', ({ weights, expected }) => {
  expect(effectiveJets(weights)).toBeCloseTo(expected, 9);
});

test('weightsOfClass keeps the order of the jets', () => {
  expect(weightsOfClass(Float64Array.of(1, 2, 3, 4), [1, 0, 1, 0], 1)).toEqual(Float64Array.of(1, 3));
});
