// The box: every coordinate of every constituent moves by at most its scale per application, §III.A and §III.B.
import { intoDomain, perturb, type Scales } from './budget.ts';
import type { Threat } from './threat.ts';

/** J′ = J (1 + ρ_pT δ) + ρ_Ω δ for |δ| ≤ 1, back into the domain where coordinates are defined. */
export const box = (scales: Scales): Threat => ({
  step: (jets, direction, layout) => perturb(jets, direction, scales, layout),
  project: intoDomain,
});
