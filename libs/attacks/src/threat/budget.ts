// How far constituents may go: the map (J, δ, scales) -> J′ that every attack ends in, and the domain it stays in.
// Says nothing about where δ comes from: a gradient, a draw, or a network.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';

/** Largest move per axis for |δ| ≤ 1: relative in pT, absolute in η, absolute in φ [rad]. Each in [0, 1). */
export interface Scales {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
}

const perAxis = (pt: number, eta: number, phi: number) => tf.tensor3d([pt, eta, phi], [1, 1, 3], 'float32');

/**
 * J′ = J (1 + ρ_pT δ) + ρ_Ω δ with ρ_pT = (ρ, 0, 0) and ρ_Ω = (0, ρ, ρ) per axis; ρ is ε in an attack by gradient.
 *
 * A padded constituent (pT = 0) stays exactly zero and none is created; the relative move of pT makes the map on pT
 * alone keep zero at zero, the angles are masked. Differentiable in J and δ. Undefined for δ that is not finite.
 * §III.A and §III.B of arXiv:1910.08606.
 *
 * @param jets [batch, constituents, 3] (pT, η, φ)
 * @param delta [batch, constituents, 3], |δ| ≤ 1
 * @returns [batch, constituents, 3]
 */
export function perturb(jets: Tensor3D, delta: Tensor3D, { pt, eta, phi }: Scales): Tensor3D {
  const real = tf.step(tf.slice(jets, [0, 0, 0], [-1, -1, 1]));
  const scaled = tf.mul(jets, tf.add(tf.mul(delta, perAxis(pt, 0, 0)), 1));
  return tf.add(scaled, tf.mul(real, tf.mul(delta, perAxis(0, eta, phi))));
}

// Far beyond any coordinate: what is not bounded is compared with this.
const far = 1e30;

/**
 * Puts jets back where coordinates are defined: pT ≥ 0 and φ in [−π, π], which a step may leave by less than 2π.
 *
 * What is inside already is returned bit for bit.
 *
 * @param jets [batch, constituents, 3] (pT, η, φ)
 * @returns [batch, constituents, 3]
 */
export function intoDomain(jets: Tensor3D): Tensor3D {
  const below = tf.step(tf.sub(perAxis(-far, -far, -Math.PI), jets));
  const above = tf.step(tf.sub(jets, perAxis(far, far, Math.PI)));
  const wrapped = tf.add(jets, tf.mul(tf.sub(below, above), perAxis(0, 0, 2 * Math.PI)));
  return tf.maximum(wrapped, perAxis(0, -far, -far));
}
