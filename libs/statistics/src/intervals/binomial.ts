// The interval of a share that was counted.

/**
 * Wilson's interval (J. Am. Stat. Assoc. 22 (1927) 209) of the share of `trials` that succeeded, with 68.27% content:
 * (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n) with z = 1. Not empty at 0 and 1; trials >= 1.
 */
export function binomialInterval(successes: number, trials: number): { low: number; high: number } {
  const share = successes / trials;
  const center = share + 1 / (2 * trials);
  const half = Math.sqrt((share * (1 - share)) / trials + 1 / (4 * trials * trials));
  return {
    low: Math.max(0, (center - half) / (1 + 1 / trials)),
    high: Math.min(1, (center + half) / (1 + 1 / trials)),
  };
}
