// Bins of score: of equal width in [0, 1], bin b from b / bins to below (b + 1) / bins, the last one, number `bins`, for scores of 1.

/**
 * The bin of a score in [0, 1], such that score >= k / bins is the same as bin >= k for every k, whatever is rounded.
 */
export function binOf(score: number, bins: number): number {
  const near = Math.floor(score * bins);
  if (score < near / bins) return near - 1;
  return score >= (near + 1) / bins ? near + 1 : near;
}
