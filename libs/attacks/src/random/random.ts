// The control: constituents moved at random within the same bounds as an attack, blind to the classifier.
import type { DrawnAttack } from '../loop/attack.ts';
import { box } from '../threat/box.ts';
import type { Scales } from '../threat/budget.ts';

export interface RandomOptions {
  /** Move per iteration: relative in pT, absolute in η and φ. */
  readonly epsilon?: Scales;
  readonly iterations?: number;
  /** `sign`: ± ε, each with probability 1/2; `uniform`: anywhere in [−ε, ε]. */
  readonly distribution?: 'sign' | 'uniform';
  /** `iterated`: a new draw at each iteration; `at-once`: one draw, applied once with iterations · ε. */
  readonly application?: 'iterated' | 'at-once';
}

/**
 * J ↦ J (1 + ε_pT δ) + ε_Ω δ with δ drawn independently per constituent and axis.
 *
 * Fig. 2 of arXiv:1910.08606 ("the same ϵ values") is `sign`, `iterated`, ε = 0.001, 10 iterations; the authors' code
 * is `sign`, `at-once`; Fig. 4 ("a uniform distribution in the range [−ρ, +ρ]") is `uniform`, 1 iteration, ε = ρ = 0.02.
 * Ten signs of ε add up to a root mean square of √10 ε, one sign of 10 ε to 10 ε.
 *
 * @example perturbRandomly({ distribution: 'uniform', epsilon: { pt: 0.02, eta: 0.02, phi: 0.02 }, iterations: 1 })
 */
export function perturbRandomly({
  epsilon = { pt: 0.001, eta: 0.001, phi: 0.001 },
  iterations = 10,
  distribution = 'sign',
  application = 'iterated',
}: RandomOptions = {}): DrawnAttack {
  const times = application === 'at-once' ? iterations : 1;
  const scales = { pt: times * epsilon.pt, eta: times * epsilon.eta, phi: times * epsilon.phi };
  return {
    needs: 'key',
    iterations: iterations / times,
    directionOf: 'current',
    draw: (uniform) => (distribution === 'sign' ? (uniform() < 0.5 ? -1 : 1) : 2 * uniform() - 1),
    threat: box(scales),
  };
}
