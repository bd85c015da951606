// Error bars of counts.

/**
 * Ends of the central 68.27% interval for the mean of a Poisson variable that came out as `count`, by the
 * approximations of Wilson and Hilferty, within 2% for counts from 1 (N. Gehrels, ApJ 303 (1986) 336); from 0 for 0.
 */
export function poissonInterval(count: number): { low: number; high: number } {
  const low = count > 0 ? count * (1 - 1 / (9 * count) - 1 / (3 * Math.sqrt(count))) ** 3 : 0;
  const next = count + 1;
  return { low, high: next * (1 - 1 / (9 * next) + 1 / (3 * Math.sqrt(next))) ** 3 };
}
