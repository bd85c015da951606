// The interval of an area under the ROC curve without replicas.

/**
 * One standard error of Hanley and McNeil (Radiology 143 (1982) 29) to either side of an AUC A: variance
 * (A (1 - A) + (n - 1) (Q1 - A^2) + (m - 1) (Q2 - A^2)) / (n m) with Q1 = A / (2 - A) and Q2 = 2 A^2 / (1 + A), which are those of
 * exponential scores.
 *
 * @param signal jets n, counting alike
 * @param background jets m
 */
export function aucInterval(auc: number, signal: number, background: number): { low: number; high: number } {
  const [q1, q2] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
  const variance =
    (auc * (1 - auc) + (signal - 1) * (q1 - auc ** 2) + (background - 1) * (q2 - auc ** 2)) / (signal * background);
  const sigma = Math.sqrt(Math.max(0, variance));
  return { low: auc - sigma, high: auc + sigma };
}
