// Guards against what is undefined, written so that neither value nor gradient is ever NaN: the argument is replaced
// before the singular function, the result afterwards. TF.js has no gradient for comparisons; `step` has one, zero.
import * as tf from '@tensorflow/tfjs-core';

/** 1 where x > threshold, else 0; any shape; no gradient. */
export function above(x: tf.Tensor, threshold: number): tf.Tensor {
  return tf.step(threshold === 0 ? x : tf.sub(x, threshold));
}

/** x where `flag` is 1, and 1 where it is 0. */
export function orOne(x: tf.Tensor, flag: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(x, flag), tf.sub(1, flag));
}
