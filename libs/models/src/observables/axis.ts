// The jet as the vector sum of its constituents, and the constituents as seen from it.
// Every network and observable starts here: the difference to the axis is what carries the substructure.
import * as tf from '@tensorflow/tfjs-core';
import { hasRapidity, massAt, type JetLayout } from '@jetdemon/data';
import { azimuth, wrap } from './azimuth.ts';
import { above, orOne } from './guard.ts';

export interface JetAxis {
  /** Transverse momentum of the vector sum, TeV, `[batch]`. */
  readonly ptTeV: tf.Tensor;
  /** Pseudorapidity asinh(pz / pT) of the vector sum, `[batch]`. */
  readonly eta: tf.Tensor;
  /** Azimuth of the vector sum in [-π, π], `[batch]`. */
  readonly phi: tf.Tensor;
  /** Rapidity of the vector sum, `[batch]`, where constituents have rapidities. */
  readonly rapidity?: tf.Tensor;
}

export interface Constituents {
  /** TeV, `[batch, constituents]`; 0 for padding. */
  readonly ptTeV: tf.Tensor;
  /** Pseudorapidity, or rapidity where the layout has it, `[batch, constituents]`. */
  readonly eta: tf.Tensor;
  /** `[batch, constituents]` */
  readonly phi: tf.Tensor;
  /** 1 where pT > 0, else 0, `[batch, constituents]`. */
  readonly mask: tf.Tensor;
  /** TeV, `[batch, constituents]`; undefined for massless constituents. */
  readonly massTeV?: tf.Tensor;
  readonly rapidity: boolean;
}

/** Splits jets `[batch, constituents, features]`; what stands beside pT = 0 is ignored, angles read as 0 there. */
export function constituents(jets: tf.Tensor, layout: JetLayout): Constituents {
  const column = (at: number) => tf.reshape(tf.slice(jets, [0, 0, at], [-1, -1, 1]), [-1, jets.shape[1]!]);
  const mask = above(column(0), 0);
  const masked = (at: number) => tf.mul(column(at), mask);
  const mass = massAt(layout);
  return {
    ptTeV: masked(0),
    eta: masked(1),
    phi: masked(2),
    mask,
    ...(mass !== undefined && { massTeV: masked(mass) }),
    rapidity: hasRapidity(layout),
  };
}

/** m_T = √(pT² + m²), `[batch, constituents]`; 0 for padding. */
export function transverseMass({ ptTeV, massTeV, mask }: Constituents): tf.Tensor {
  if (!massTeV) return ptTeV;
  return tf.mul(mask, tf.sqrt(orOne(tf.add(tf.square(ptTeV), tf.square(massTeV)), mask)));
}

/** Rapidities, `[batch, constituents]`: sinh y = pT sinh η / m_T. */
export function rapidities(parts: Constituents): tf.Tensor {
  const { ptTeV, eta, mask, massTeV, rapidity } = parts;
  if (rapidity || !massTeV) return eta;
  return tf.asinh(tf.div(tf.mul(ptTeV, tf.sinh(eta)), orOne(transverseMass(parts), mask)));
}

/**
 * Axis of the vector sum Σ pT (cos φ, sin φ, sinh η); with rapidities p_z = Σ m_T sinh y and E = Σ m_T cosh y.
 *
 * Undefined for jets without transverse momentum: pT = φ = 0 there, with zero gradient.
 */
export function jetAxis(parts: Constituents): JetAxis {
  const { ptTeV, eta, phi, rapidity } = parts;
  const total = (x: tf.Tensor, of = ptTeV) => tf.sum(tf.mul(of, x), 1);
  const along = rapidity ? transverseMass(parts) : ptTeV;
  const [px, py, pz] = [total(tf.cos(phi)), total(tf.sin(phi)), total(tf.sinh(eta), along)];
  const pt2 = tf.add(tf.square(px), tf.square(py));
  const some = above(pt2, 0);
  const pt = tf.sqrt(orOne(pt2, some));
  const axis = { ptTeV: tf.mul(pt, some), eta: tf.asinh(tf.div(pz, pt)), phi: azimuth(py, px) };
  return rapidity ? { ...axis, rapidity: jetRapidity(eta, along) } : axis;
}

/**
 * y of the vector sum, `[batch]`, of constituents of rapidity `y` and transverse mass m_T: with y₀ their mean under the
 * weights m_T, y = y₀ + artanh(Σ m_T sinh(y − y₀) / Σ m_T cosh(y − y₀)), in which nothing large cancels.
 */
function jetRapidity(y: tf.Tensor, transverse: tf.Tensor): tf.Tensor {
  const total = (x: tf.Tensor) => tf.sum(tf.mul(transverse, x), 1, true);
  const sum = tf.sum(transverse, 1, true);
  const some = above(sum, 0);
  const mean = tf.div(total(y), orOne(sum, some));
  const about = tf.sub(y, mean);
  const slope = tf.div(total(tf.sinh(about)), orOne(total(tf.cosh(about)), some));
  const artanh = tf.mul(0.5, tf.sub(tf.log1p(slope), tf.log1p(tf.neg(slope))));
  return tf.reshape(tf.add(mean, artanh), [-1]);
}

/** (Δη, Δφ) of the constituents from an axis, Δφ wrapped to [-π, π]; both `[batch, constituents]`, 0 for padding. */
export function relativeTo(axis: JetAxis, { eta, phi, mask }: Constituents): { eta: tf.Tensor; phi: tf.Tensor } {
  const from = (x: tf.Tensor, centre: tf.Tensor) => tf.sub(x, tf.expandDims(centre, 1));
  return { eta: tf.mul(from(eta, axis.rapidity ?? axis.eta), mask), phi: tf.mul(wrap(from(phi, axis.phi)), mask) };
}
