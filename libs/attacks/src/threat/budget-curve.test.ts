import { expect, test } from 'vitest';
import { summarise } from './budget-curve.ts';

test('the smallest budget with which at least a share of the jets above the threshold is moved across', () => {
  // Ten jets above it, of which two have none; 0.1 of ten is one jet, 0.95 is ten.
  const { jets, notFound, curve, threshold } = summarise([8, 0, 1, 2, 3, Infinity, 4, 5, 6, 7, 0, Infinity], 0.7);
  expect({ jets, notFound, threshold }).toEqual({ jets: 10, notFound: 2, threshold: 0.7 });
  const at = Object.fromEntries(curve.map(({ share, budget }) => [share, budget]));
  expect(at).toMatchObject({ 0.01: 1, 0.1: 1, 0.2: 2, 0.5: 5, 0.8: 8, 0.9: null, 0.95: null });
});

test('no jets above the threshold have no curve', () => {
  const { jets, notFound, curve } = summarise([0, 0], 0.5);
  expect([jets, notFound]).toEqual([0, 0]);
  expect(curve.every(({ budget }) => budget === null)).toBe(true);
});
