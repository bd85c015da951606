import { expect, test } from 'vitest';
import { aucInterval } from './auc.ts';

test.each([0.5, 0.7, 0.9])(
  'of one jet of each class an AUC of %d has the error of one trial, sqrt(A (1 - A))',
  (auc) => {
    const { low, high } = aucInterval(auc, 1, 1);
    expect(high - auc).toBeCloseTo(Math.sqrt(auc * (1 - auc)), 12);
    expect(auc - low).toBeCloseTo(Math.sqrt(auc * (1 - auc)), 12);
  },
);

// Mann and Whitney's variance without a difference of the classes: (n + m + 1) / (12 n m)
test('of 1/2 is that of ranks', () => {
  const { low, high } = aucInterval(0.5, 40, 90);
  expect((high - low) / 2).toBeCloseTo(Math.sqrt(131 / (12 * 40 * 90)), 12);
});
