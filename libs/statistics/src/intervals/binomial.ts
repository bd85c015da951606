// The interval of a share that was counted.

/**
 * Wilson's interval (J. Am. Stat. Assoc. 22 (1927) 209) of a share p of n trials that succeeded, with 68.27% content:
 * (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n) with z = 1. Not empty at 0 and 1. It
 * holds the truth as often as it says on average over shares, at one share more or less often.
 *
 * @param share in [0, 1]
 * @param trials > 0; of weighted ones their effective number (sum w)^2 / sum w^2
 */
export function binomialInterval(share: number, trials: number): { low: number; high: number } {
  const center = share + 1 / (2 * trials);
  const half = Math.sqrt((share * (1 - share)) / trials + 1 / (4 * trials * trials));
  return {
    low: Math.max(0, (center - half) / (1 + 1 / trials)),
    high: Math.min(1, (center + half) / (1 + 1 / trials)),
  };
}
