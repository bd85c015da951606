// Projected gradient descent: the lowest point that walks down the gradient find inside the box, jet by jet.
import type { ProjectedAttack } from '../loop/attack.ts';
import { box } from '../threat/box.ts';
import type { Scales } from '../threat/budget.ts';

export interface PgdOptions {
  /** Move per iteration of FGSM with the same box: relative in pT, absolute in η and φ. */
  readonly epsilon?: Scales;
  /** The box is that of so many moves at once. */
  readonly iterations?: number;
  /** Steps of every walk. */
  readonly steps?: number;
  /** Walks: the first from the jet as it is, each other from a point drawn uniformly in the box. */
  readonly restarts?: number;
  /** Share of the half-width of the box that a coordinate moves in one step. */
  readonly stepSize?: number;
  /** 0: none, as Madry et al. */
  readonly momentum?: number;
}

/**
 * J ↦ J (1 + n ε_pT δ) + n ε_Ω δ with δ in [−1, 1] by δ ← clip(δ − α sign m), m ← μ m + g/‖g‖₁, g = ∇_δ logit; of all points of
 * all walks the one that the classifier finds least like signal is kept. α does not depend on the number of steps, so that the
 * points of a shorter walk are those of a longer one: neither more steps nor more restarts are ever weaker.
 *
 * Madry et al., arXiv:1706.06083, §2.1, with random starts; momentum of Dong et al., arXiv:1710.06081, eqs. (6) and (7). The logit
 * stands for the cross-entropy towards background, which rises with it (see `fgsm`).
 *
 * @example pgd({ epsilon: { pt: 0.001, eta: 0.001, phi: 0.001 }, iterations: 10, steps: 20, restarts: 3 })
 */
export function pgd({
  epsilon = { pt: 0.001, eta: 0.001, phi: 0.001 },
  iterations = 10,
  steps = 20,
  restarts = 2,
  stepSize = 0.25,
  momentum = 0.75,
}: PgdOptions = {}): ProjectedAttack {
  return {
    needs: 'classifier and key',
    iterations: 1,
    directionOf: 'original',
    ...{ steps, restarts, stepSize, momentum },
    threat: box({ pt: iterations * epsilon.pt, eta: iterations * epsilon.eta, phi: iterations * epsilon.phi }),
  };
}
