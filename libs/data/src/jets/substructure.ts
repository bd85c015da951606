// D2 of one jet in double precision, O(N): for selected jets and for files. The differentiable form that networks use
// is in @jetdemon/models; observables-reference.ts has it as loops over pairs and triples.
import { momentumSum, type JetMomentum, type Massive } from './kinematics.ts';
import { wrapPhi } from './wrap-phi.ts';

/** pT and mass in the unit of the constituents' pT. */
export interface JetFeatures extends JetMomentum {
  /** D2 with β = 2; 0 where all constituents have one direction. */
  readonly d2: number;
}

/**
 * pT, η, φ, mass (see `momentumSum`) and D2 of the constituents `start` to `end`; R is in (η, φ), or (y, φ) where `eta` is
 * the rapidity.
 *
 * D2 = e3 / e2³ (arXiv:1409.6298) with e2 = Σ_{i<j} z_i z_j R_ij², e3 = Σ_{i<j<k} z_i z_j z_k R_ij² R_ik² R_jk²,
 * z = pT / pT of the vector sum, R² = Δη² + Δφ². With ζ = Δη + iΔφ the product of the three R² is the squared
 * Vandermonde determinant of (ζ_i, ζ_j, ζ_k), so that by Cauchy and Binet e2 and e3 are Gram determinants of (1, ζ) and
 * (1, ζ, ζ²) under the weights z; orthogonalised, D2 = P / (Z² Q²) with Z = Σ z, Q = Σ z |ζ|² about the weighted
 * centroid, P = Σ z |ζ² − α − β ζ|², α = Σ z ζ² / Z, β = Σ z |ζ|² ζ / Q. Δφ is taken from the jet's axis, so
 * constituents must lie within π of it.
 */
export function jetFeatures(
  pt: ArrayLike<number>,
  eta: ArrayLike<number>,
  phi: ArrayLike<number>,
  start = 0,
  end = pt.length,
  massive: Massive = {},
): JetFeatures {
  const jet = momentumSum(pt, eta, phi, start, end, massive);
  const fromAxis = (i: number): number => wrapPhi(phi[i]! - jet.phi);
  let sum = 0;
  let x0 = 0;
  let y0 = 0;
  for (let i = start; i < end; i++) {
    sum += pt[i]!;
    x0 += pt[i]! * (eta[i]! - jet.eta);
    y0 += pt[i]! * fromAxis(i);
  }
  x0 = jet.eta + x0 / sum;
  y0 /= sum;
  let q = 0;
  let alphaRe = 0;
  let alphaIm = 0;
  let betaRe = 0;
  let betaIm = 0;
  for (let i = start; i < end; i++) {
    const x = eta[i]! - x0;
    const y = fromAxis(i) - y0;
    const wide = pt[i]! * (x * x + y * y);
    q += wide;
    alphaRe += pt[i]! * (x - y) * (x + y);
    alphaIm += pt[i]! * 2 * x * y;
    betaRe += wide * x;
    betaIm += wide * y;
  }
  // Closer than doubles resolve around an angle of order 1: one direction.
  if (!(q > sum * 1e-28)) return { ...jet, d2: 0 };
  alphaRe /= sum;
  alphaIm /= sum;
  betaRe /= q;
  betaIm /= q;
  let p = 0;
  for (let i = start; i < end; i++) {
    const x = eta[i]! - x0;
    const y = fromAxis(i) - y0;
    const re = (x - y) * (x + y) - alphaRe - (betaRe * x - betaIm * y);
    const im = 2 * x * y - alphaIm - (betaRe * y + betaIm * x);
    p += pt[i]! * (re * re + im * im);
  }
  return { ...jet, d2: (p * jet.pt ** 3) / (sum * sum * q * q) };
}
