// Angles around the beam: the azimuth of a vector, and differences taken modulo 2π.
// TF.js has atan2, ONNX has not: the azimuth is written with atan, branch by branch, finite everywhere.
import * as tf from '@tensorflow/tfjs-core';
import { above, orOne } from './guard.ts';

// 2π as the nearest float32 and what that leaves over: with both, a wrapped difference keeps its relative accuracy.
const TURN = Math.fround(2 * Math.PI);
const TURN_REST = 2 * Math.PI - TURN;

/**
 * Azimuth of the vectors (x, y) in [-π, π]: φ = 2 atan(y / (r + |x|)), reflected where x < 0.
 *
 * Any shape, that of the result. Undefined direction: φ = 0 with zero gradient where x = y = 0.
 */
export function azimuth(y: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const r2 = tf.add(tf.square(x), tf.square(y));
  const r = tf.sqrt(orOne(r2, above(r2, 0)));
  const behind = above(tf.neg(x), 0);
  const sign = tf.sub(1, tf.mul(2, behind));
  const half = tf.mul(2, tf.atan(tf.div(y, tf.add(r, tf.mul(x, sign)))));
  const halfTurn = tf.sub(Math.PI, tf.mul(2 * Math.PI, above(tf.neg(y), 0)));
  return tf.add(tf.mul(half, sign), tf.mul(halfTurn, behind));
}

/** A difference of two azimuths, |Δφ| < 3π, wrapped to [-π, π]; any shape; gradient 1. */
export function wrap(difference: tf.Tensor): tf.Tensor {
  const turns = tf.sub(above(difference, Math.PI), above(tf.neg(difference), Math.PI));
  return tf.sub(tf.sub(difference, tf.mul(turns, TURN)), tf.mul(turns, TURN_REST));
}
