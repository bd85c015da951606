// The jet as the vector sum of its massless constituents, and the constituents as seen from it.
// Every network and observable starts here: the difference to the axis is what carries the substructure.
import * as tf from '@tensorflow/tfjs-core';
import { azimuth, wrap } from './azimuth.ts';
import { above, orOne } from './guard.ts';

export interface JetAxis {
  /** Transverse momentum of the vector sum, TeV, `[batch]`. */
  readonly ptTeV: tf.Tensor;
  /** Pseudorapidity asinh(pz / pT) of the vector sum, `[batch]`. */
  readonly eta: tf.Tensor;
  /** Azimuth of the vector sum in [-π, π], `[batch]`. */
  readonly phi: tf.Tensor;
}

export interface Constituents {
  /** TeV, `[batch, constituents]`; 0 for padding. */
  readonly ptTeV: tf.Tensor;
  /** `[batch, constituents]` */
  readonly eta: tf.Tensor;
  /** `[batch, constituents]` */
  readonly phi: tf.Tensor;
  /** 1 where pT > 0, else 0, `[batch, constituents]`. */
  readonly mask: tf.Tensor;
}

/** Splits jets `[batch, constituents, 3]`; what stands beside pT = 0 is ignored, angles read as 0 there. */
export function constituents(jets: tf.Tensor): Constituents {
  const column = (at: number) => tf.reshape(tf.slice(jets, [0, 0, at], [-1, -1, 1]), [-1, jets.shape[1]!]);
  const mask = above(column(0), 0);
  const masked = (at: number) => tf.mul(column(at), mask);
  return { ptTeV: masked(0), eta: masked(1), phi: masked(2), mask };
}

/**
 * Axis of the vector sum Σ pT (cos φ, sin φ, sinh η).
 *
 * Undefined for jets without transverse momentum: pT = φ = 0 there, with zero gradient.
 */
export function jetAxis({ ptTeV, eta, phi }: Constituents): JetAxis {
  const total = (x: tf.Tensor) => tf.sum(tf.mul(ptTeV, x), 1);
  const [px, py, pz] = [total(tf.cos(phi)), total(tf.sin(phi)), total(tf.sinh(eta))];
  const pt2 = tf.add(tf.square(px), tf.square(py));
  const some = above(pt2, 0);
  const pt = tf.sqrt(orOne(pt2, some));
  return { ptTeV: tf.mul(pt, some), eta: tf.asinh(tf.div(pz, pt)), phi: azimuth(py, px) };
}

/** (Δη, Δφ) of the constituents from an axis, Δφ wrapped to [-π, π]; both `[batch, constituents]`, 0 for padding. */
export function relativeTo(axis: JetAxis, { eta, phi, mask }: Constituents): { eta: tf.Tensor; phi: tf.Tensor } {
  const from = (x: tf.Tensor, centre: tf.Tensor) => tf.sub(x, tf.expandDims(centre, 1));
  return { eta: tf.mul(from(eta, axis.eta), mask), phi: tf.mul(wrap(from(phi, axis.phi)), mask) };
}
