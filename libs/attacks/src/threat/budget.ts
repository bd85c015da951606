// Budget of an attack: the map (J, δ, scales) -> J′ that every attack ends in, and the domain it stays in.
// Says nothing about where δ comes from: a gradient, a draw, or a network.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Feature, JetLayout } from '@jetdemon/data';

/** Largest move per axis for |δ| ≤ 1: relative in pT, absolute in η, absolute in φ [rad]. Each in [0, 1). */
export interface Scales {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
}

const scaleKeys = { pt: 'pt', eta: 'eta', rapidity: 'eta', phi: 'phi', mass: undefined } as const;

/** A number per feature, [1, 1, features]. */
const perFeature = ({ features }: JetLayout, of: (feature: Feature) => number) =>
  tf.tensor3d(features.map(of), [1, 1, features.length], 'float32');

/** ρ of the features that move in this way, 0 for the others. */
const scalesFor = (layout: JetLayout, move: Feature['move'], scales: Scales) =>
  perFeature(layout, (feature) => {
    const key = feature.role && scaleKeys[feature.role];
    return key && feature.move === move ? scales[key] : 0;
  });

/**
 * J′ = J (1 + ρ_pT δ) + ρ_Ω δ with ρ_pT = (ρ, 0, 0) and ρ_Ω = (0, ρ, ρ) per axis; ρ is ε in an attack by gradient. The
 * layout says what moves relatively (pT), by an amount (angles) or not at all: masses, charges and the like ride along.
 *
 * A padded constituent (pT = 0) stays exactly zero and none is created; the relative move of pT makes the map on pT
 * alone keep zero at zero, the angles are masked. Differentiable in J and δ. Undefined for δ that is not finite.
 * §III.A and §III.B of arXiv:1910.08606.
 *
 * @param jets [batch, constituents, features] (pT, η, φ …)
 * @param delta [batch, constituents, features], |δ| ≤ 1
 * @returns [batch, constituents, features]
 */
export function perturb(jets: Tensor3D, delta: Tensor3D, scales: Scales, layout: JetLayout): Tensor3D {
  const scaled = tf.mul(jets, tf.add(tf.mul(delta, scalesFor(layout, 'relative', scales)), 1));
  return tf.add(scaled, tf.mul(wherePresent(jets), tf.mul(delta, scalesFor(layout, 'absolute', scales))));
}

/** 1 for a constituent, 0 for padding, [batch, constituents, 1]. */
export const wherePresent = (jets: Tensor3D): Tensor3D => tf.step(tf.slice(jets, [0, 0, 0], [-1, -1, 1]));

// Far beyond any feature: what is not bounded is compared with this.
const far = 1e30;

/**
 * Puts jets back where coordinates are defined: pT ≥ 0 and φ in [−π, π], which a step may leave by less than 2π.
 *
 * What is inside already is returned bit for bit.
 *
 * @param jets [batch, constituents, features] (pT, η, φ …)
 * @returns [batch, constituents, features]
 */
export function intoDomain(jets: Tensor3D, layout: JetLayout): Tensor3D {
  const forRole = (role: Feature['role'], value: number, otherwise: number) =>
    perFeature(layout, (feature) => (feature.role === role ? value : otherwise));
  const below = tf.step(tf.sub(forRole('phi', -Math.PI, -far), jets));
  const above = tf.step(tf.sub(jets, forRole('phi', Math.PI, far)));
  const wrapped = tf.add(jets, tf.mul(tf.sub(below, above), forRole('phi', 2 * Math.PI, 0)));
  return tf.maximum(wrapped, forRole('pt', 0, -far));
}
