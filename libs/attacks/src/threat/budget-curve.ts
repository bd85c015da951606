// The curve over jets of the budgets that they need: which budget moves which share of them across the threshold.
import type { Budgets } from '@jetdemon/artifacts';
import { smallestBudget } from '../loop/nearest-directions.ts';

const shares = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/** @param needed one per attacked jet: 0 for those below the threshold already, which do not count, infinite where none was found */
export function summarise(needed: readonly number[], threshold: number): Budgets {
  const open = needed.filter((budget) => budget > 0).sort((a, b) => a - b);
  const curve = shares.map((share) => {
    const budget = open[Math.ceil(share * open.length) - 1];
    return { share, budget: budget !== undefined && budget < Infinity ? budget : null };
  });
  const notFound = open.filter((budget) => budget === Infinity).length;
  return { column: smallestBudget.name, threshold, jets: open.length, notFound, curve };
}
