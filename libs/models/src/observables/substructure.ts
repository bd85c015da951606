// Mass, D2 and angularities of a jet in O(N), accurate in float32 for collimated jets and finite for degenerate ones.
// Mass and D2 are invariant under a common shift of (η, φ), so both are evaluated about the pT-weighted centroid, as sums of
// squares: nothing large cancels. `@jetdemon/data/observables-reference` has the same quantities as loops over pairs and triples.
import * as tf from '@tensorflow/tfjs-core';
import { relativeTo, type Constituents, type JetAxis } from './axis.ts';
import { above, orOne } from './guard.ts';

// Squared angular width Σ z r² below which a jet is one direction: float32 cannot resolve angles under 1e-6 rad.
const UNRESOLVED = 1e-12;

export interface Moments {
  /** Fraction of the scalar pT sum, `[batch, constituents]`; 0 for padding. */
  readonly share: tf.Tensor;
  /** Scalar sum of pT, TeV, `[batch]`; 1 for a jet without constituents. */
  readonly sumPtTeV: tf.Tensor;
  /** (Δη, Δφ) from the jet axis, `[batch, constituents]`; 0 for padding. */
  readonly about: { readonly eta: tf.Tensor; readonly phi: tf.Tensor };
  /** (Δη, Δφ) from the pT-weighted centroid, `[batch, constituents]`; 0 for padding. */
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

/** Constituents about their pT-weighted centroid; shared by all of them. */
export function centredMoments(parts: Constituents, axis: JetAxis): Moments {
  const sum = tf.sum(parts.ptTeV, 1);
  const sumPtTeV = orOne(sum, above(sum, 0));
  const share = tf.div(parts.ptTeV, tf.expandDims(sumPtTeV, 1));
  const about = relativeTo(axis, parts);
  const centre = (u: tf.Tensor) => tf.mul(tf.sub(u, tf.sum(tf.mul(share, u), 1, true)), parts.mask);
  return { share, sumPtTeV, about, x: centre(about.eta), y: centre(about.phi) };
}

/**
 * Jet mass in TeV, `[batch]`, of massless constituents.
 *
 * m² = (C − D)(C + D) − S² − T² with C, S = Σ pT cosh x, Σ pT sinh x and D, T = Σ pT cos y, Σ pT sin y, which equals
 * 2 Σ_{i<j} pT_i pT_j (cosh Δη_ij − cos Δφ_ij); C − D = 2 Σ pT (sinh²(x/2) + sin²(y/2)) has no cancellation, and S and
 * T are of third order about the centroid. Zero, with zero gradient, for jets narrower than float32 resolves.
 */
export function jetMass({ share, sumPtTeV, x, y }: Moments): tf.Tensor {
  const total = (u: tf.Tensor) => tf.sum(tf.mul(share, u), 1);
  const sinhHalf = tf.sinh(tf.mul(0.5, x));
  const sinHalf = tf.sin(tf.mul(0.5, y));
  const [a, b] = [total(tf.square(sinhHalf)), total(tf.square(sinHalf))];
  const difference = tf.mul(2, tf.add(a, b));
  const sum = tf.add(2, tf.mul(2, tf.sub(a, b)));
  const along = tf.square(total(tf.sinh(x)));
  const across = tf.square(total(tf.sin(y)));
  const m2 = tf.sub(tf.sub(tf.mul(difference, sum), along), across);
  const resolved = above(m2, UNRESOLVED);
  return tf.mul(resolved, tf.mul(sumPtTeV, tf.sqrt(orOne(m2, resolved))));
}

/**
 * D2 with β = 2, `[batch]`: e3 / e2³, arXiv:1409.6298, with z_i = pT_i over the pT of the vector sum, R² = Δη² + Δφ².
 *
 * With ζ = Δη + iΔφ, R_ij² R_jk² R_ik² is the squared Vandermonde determinant of (ζ_i, ζ_j, ζ_k), so e2 and e3 are
 * Gram determinants of (1, ζ) and (1, ζ, ζ²) under the weights z (Cauchy-Binet). Orthogonalised in that order,
 * e2 = Z Q and e3 = Z Q P with Z = Σ z, Q = Σ z |ζ|² about the centroid and P = Σ z |ζ² − α − β ζ|²,
 * α = Σ z ζ² / Z, β = Σ z |ζ|² ζ / Q: hence D2 = P / (Z² Q²), a ratio of sums of squares.
 * Zero, with zero gradient, for jets narrower than float32 resolves (also a single or no constituent).
 */
export function d2({ share, sumPtTeV, x, y }: Moments, axis: JetAxis): tf.Tensor {
  const total = (u: tf.Tensor) => tf.sum(tf.mul(share, u), 1, true);
  const wide = tf.add(tf.square(x), tf.square(y));
  const q = total(wide);
  const resolved = above(q, UNRESOLVED);
  const width = tf.sqrt(orOne(q, resolved));
  // In units of the width, D2 is P / Z²: no power of a small angle is ever formed.
  const [u, v] = [tf.div(x, width), tf.div(y, width)];
  const [re, im] = [tf.mul(tf.sub(u, v), tf.add(u, v)), tf.mul(2, tf.mul(u, v))];
  const r2 = tf.add(tf.square(u), tf.square(v));
  const [alphaRe, alphaIm] = [total(re), total(im)];
  const [betaRe, betaIm] = [total(tf.mul(r2, u)), total(tf.mul(r2, v))];
  const restRe = tf.sub(tf.sub(re, alphaRe), tf.sub(tf.mul(betaRe, u), tf.mul(betaIm, v)));
  const restIm = tf.sub(tf.sub(im, alphaIm), tf.add(tf.mul(betaRe, v), tf.mul(betaIm, u)));
  const p = total(tf.add(tf.square(restRe), tf.square(restIm)));
  // Shares are of the scalar sum, z of the vector sum: Z = Σ pT / pT_jet, and D2 = P Z / (Q² Z⁴) in shares.
  const z = tf.div(sumPtTeV, orOne(axis.ptTeV, above(axis.ptTeV, 0)));
  const flat = (t: tf.Tensor) => tf.reshape(t, [-1]);
  return tf.div(flat(tf.mul(resolved, p)), tf.mul(z, tf.mul(z, z)));
}

/**
 * Jet width Σ z_i R_i, `[batch]`: the generalised angularity (κ, β) = (1, 1) of arXiv:1408.3122 with z_i = pT_i / Σ pT_j and R_i in
 * (η, φ) from the axis of the vector sum, in radians (not over R), to the 4e-6 to which float32 has that axis. Constituents nearer to it than float32 resolves count as
 * on it, with zero gradient of R_i.
 */
export function width({ share, about }: Moments): tf.Tensor {
  const r2 = tf.add(tf.square(about.eta), tf.square(about.phi));
  const apart = above(r2, UNRESOLVED);
  return tf.sum(tf.mul(share, tf.mul(apart, tf.sqrt(orOne(r2, apart)))), 1);
}

/** pTD = √(Σ z_i²), `[batch]`, the root of the generalised angularity (2, 0): 1 for a single constituent, 0 for none. */
export function ptd({ share }: Moments): tf.Tensor {
  const squares = tf.sum(tf.square(share), 1);
  const some = above(squares, 0);
  return tf.mul(some, tf.sqrt(orOne(squares, some)));
}
