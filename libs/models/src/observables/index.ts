// The parameter-free layer from constituents to jet observables: what the HL network sees, and what an experiment checks.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import { constituents, jetAxis } from './axis.ts';
import { massiveJetMass } from './massive.ts';
import { centredMoments, d2, jetMass } from './substructure.ts';

export interface Observables {
  /** TeV, `[batch]` */
  readonly ptTeV: Tensor;
  /** `[batch]` */
  readonly eta: Tensor;
  /** in [-π, π], `[batch]` */
  readonly phi: Tensor;
  /** TeV, `[batch]` */
  readonly massTeV: Tensor;
  /** β = 2, `[batch]` */
  readonly d2: Tensor;
}

/**
 * pT, η, φ, mass and D2 (β = 2) of jets `[batch, constituents, features]`, each `[batch]`, differentiable in the jets.
 *
 * §II of arXiv:1910.08606. Constituents are massless unless the layout has their mass; η is the pseudorapidity of the
 * vector sum, R of D2 is in (η, φ), or (y, φ) where the layout has rapidities. A jet without
 * constituents gives 0 for all five; where an observable is undefined its gradient is 0, never NaN.
 */
export function observables(jets: Tensor, layout: JetLayout): Observables {
  const parts = constituents(jets, layout);
  const axis = jetAxis(parts);
  const moments = centredMoments(parts, axis);
  const massTeV = parts.massTeV ? massiveJetMass(parts, axis) : jetMass(moments);
  const { ptTeV, eta, phi } = axis;
  return { ptTeV, eta, phi, massTeV, d2: d2(moments, axis) };
}
