// The χ² budget: the smallest move, in units of the resolution of each constituent, that takes a jet across a threshold.
import type { NearestAttack } from '../loop/attack.ts';
import { displacement, unitsOf, type Resolution } from '../threat/resolution.ts';

export interface MinimumNormOptions {
  readonly resolution?: Resolution;
  /** Of P(signal): a jet below it passes for background. */
  readonly threshold?: number;
  /** Projections onto the boundary. */
  readonly steps?: number;
  /** Jets that need a larger χ stay as they are. */
  readonly budget?: number;
}

/** 50%/√E ⊕ 3%, as hadron calorimeters have, and 0.01 rad, between the towers of the electromagnetic and the hadronic one. */
export const defaultResolution: Resolution = {
  relativePt: 'hypot(0.5 / sqrt(energy), 0.03)',
  eta: '0.01',
  phi: '0.01',
};

/**
 * J ↦ (pT e^{s a}, η + σ_η b, φ + σ_φ c) with the smallest χ² = Σ (a² + b² + c²) found for which P(signal) < threshold, sums over the
 * constituents; s = √ln(1 + (σ_pT/pT)²), all σ of the constituent as it is. Up to a constant χ² is −2 ln of how likely
 * `data/smear` with this resolution makes the moved jet out of the one as it is.
 *
 * Croce and Hein, arXiv:1907.02044, Algorithm 1, for ℓ2 in the coordinates (a, b, c), which no box bounds; see `nearestDirections`.
 *
 * @throws InputError for formulas that are none
 * @example minimumNorm({ threshold: 0.8, resolution: { relativePt: '0.1 / sqrt(energy)', eta: '0.005', phi: '0.005' } })
 */
export function minimumNorm({
  resolution = defaultResolution,
  threshold = 0.5,
  steps = 20,
  budget = Infinity,
}: MinimumNormOptions = {}): NearestAttack {
  return {
    needs: 'boundary',
    iterations: 1,
    directionOf: 'original',
    ...{ threshold, steps, budget },
    unitsOf: unitsOf(resolution),
    threat: displacement,
  };
}
