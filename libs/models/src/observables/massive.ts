// The mass of a jet whose constituents have masses, accurate in float32 for collimated jets.
import * as tf from '@tensorflow/tfjs-core';
import { rapidities, relativeTo, transverseMass, type Constituents, type JetAxis } from './axis.ts';
import { above, orOne } from './guard.ts';

// Relative to the transverse masses, what float32 cannot resolve.
const UNRESOLVED = 1e-12;

/**
 * Jet mass in TeV, `[batch]`: m² = (C − D)(C + D) − S² − T² with C, S = Σ m_T cosh x, Σ m_T sinh x of the rapidities and
 * D, T = Σ pT cos φ, Σ pT sin φ, about any point; here the mean under m_T, from which S is of third order.
 *
 * Nothing large cancels: C − D = Σ [2 m_T sinh²(x/2) + m² / (m_T + pT) + 2 pT sin²(φ/2)]. Zero, with zero gradient, where
 * float32 does not resolve it.
 */
export function massiveJetMass(parts: Constituents, axis: JetAxis): tf.Tensor {
  const { ptTeV, mask } = parts;
  const massTeV = parts.massTeV!;
  const transverse = transverseMass(parts);
  const sum = tf.sum(transverse, 1);
  const total = orOne(sum, above(sum, 0));
  // In units of the sum of the transverse masses: squares of small energies stay within range.
  const share = (x: tf.Tensor) => tf.div(x, tf.expandDims(total, 1));
  const [mt, pt, m] = [share(transverse), share(ptTeV), share(massTeV)];
  const summed = (of: tf.Tensor, x: tf.Tensor) => tf.sum(tf.mul(of, x), 1);
  const y = rapidities(parts);
  const x = tf.mul(tf.sub(y, tf.sum(tf.mul(mt, y), 1, true)), mask);
  const { phi } = relativeTo(axis, parts);
  const [sinhHalf, sinHalf] = [tf.square(tf.sinh(tf.mul(0.5, x))), tf.square(tf.sin(tf.mul(0.5, phi)))];
  const rest = tf.sum(tf.div(tf.square(m), orOne(tf.add(mt, pt), mask)), 1);
  const difference = tf.add(tf.add(tf.mul(2, summed(mt, sinhHalf)), rest), tf.mul(2, summed(pt, sinHalf)));
  const add = tf.sub(tf.add(difference, tf.mul(2, tf.sum(pt, 1))), tf.mul(4, summed(pt, sinHalf)));
  const [along, across] = [tf.square(summed(mt, tf.sinh(x))), tf.square(summed(pt, tf.sin(phi)))];
  const m2 = tf.sub(tf.sub(tf.mul(difference, add), along), across);
  const resolved = above(m2, UNRESOLVED);
  return tf.mul(resolved, tf.mul(total, tf.sqrt(orOne(m2, resolved))));
}
