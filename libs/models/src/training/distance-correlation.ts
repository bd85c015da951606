// Distance correlation of two quantities of jets, 0 exactly where they are independent: a term that keeps what a network
// says of background apart from its mass.
import * as tf from '@tensorflow/tfjs-core';
import { above, orOne } from '../observables/guard.ts';

/**
 * dCorr²(X, Y) = dCov²(X, Y) / (dCov(X, X) dCov(Y, Y)) of a sample under weights, eqs. (3) to (6) of arXiv:2001.05310, with
 * dCov²(X, Y) = ⟨|X − X′| |Y − Y′|⟩ + ⟨|X − X′|⟩⟨|Y − Y′|⟩ − 2 ⟨|X − X′| |Y − Y″|⟩ over pairs and triples drawn with replacement.
 *
 * In [0, 1]; 0 where either quantity is the same for all. Differentiable; O(batch²).
 *
 * @param x, y, weight [batch]; they count relative to their sum; 0 where all are 0
 * @returns a scalar
 */
export function distanceCorrelation(x: tf.Tensor, y: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const total = tf.sum(weight);
  const share = tf.div(weight, orOne(total, above(total, 0)));
  const [row, column] = [tf.reshape(share, [-1, 1]), tf.reshape(share, [1, -1])];
  /** |u − u′| less its means over either and plus that over both: dCov² is the mean of the product of two of these. */
  const centred = (u: tf.Tensor) => {
    const distance = tf.abs(tf.sub(tf.reshape(u, [-1, 1]), tf.reshape(u, [1, -1])));
    const overRows = tf.sum(tf.mul(distance, row), 0, true);
    const overColumns = tf.sum(tf.mul(distance, column), 1, true);
    return tf.add(tf.sub(tf.sub(distance, overRows), overColumns), tf.sum(tf.mul(overRows, column)));
  };
  const [a, b] = [centred(x), centred(y)];
  const mean = (product: tf.Tensor) => tf.sum(tf.mul(tf.mul(product, row), column));
  const [xy, xx, yy] = [mean(tf.mul(a, b)), mean(tf.square(a)), mean(tf.square(b))];
  const product = tf.mul(xx, yy);
  const some = above(product, 1e-20);
  return tf.mul(some, tf.div(xy, tf.sqrt(orOne(product, some))));
}
