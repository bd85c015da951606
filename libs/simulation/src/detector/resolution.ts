// Energy resolution: the distance of a measured energy from the true one.

/** Resolution of a region of towers. */
export interface Resolution {
  /** C [1]. */
  readonly constant: number;
  /** S [√GeV]. */
  readonly stochasticSqrtGeV: number;
  /** N [GeV]. */
  readonly noiseGeV: number;
}

/** σ(E) = √(C² E² + S² E + N²) [GeV], for E ≥ 0. */
export function sigmaGeV({ constant, stochasticSqrtGeV, noiseGeV }: Resolution, energyGeV: number): number {
  const constantGeV = constant * energyGeV;
  const stochastic2 = stochasticSqrtGeV * stochasticSqrtGeV * energyGeV;
  return Math.sqrt(constantGeV * constantGeV + stochastic2 + noiseGeV * noiseGeV);
}

/**
 * A log-normal number of this mean and standard deviation, from a standard normal one:
 * x = exp(ln μ - b²/2 + b z) with b² = ln(1 + σ²/μ²); 0 for μ ≤ 0.
 *
 * As Delphes smears towers, arXiv:1307.6346, §3.3.
 */
export function logNormal(mean: number, sigma: number, normal: number): number {
  if (!(mean > 0)) return 0;
  const ratio = sigma / mean;
  const b = Math.sqrt(Math.log1p(ratio * ratio));
  return mean * Math.exp(b * (normal - b / 2));
}
