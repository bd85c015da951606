// Square root that slopes can pass where its argument is 0.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from './without-gradient.ts';

/**
 * √x, NaN below 0, of any shape, with the slope 0 where x is 0.
 *
 * There √ itself has an infinite one, which times the zero that arrives from behind it (ln max(√x, ε), a minimum, a mask) is
 * NaN, in PyTorch and TensorFlow as here: in taggers wherever a constituent is compared with itself. Such a √x is
 * constant, or a distance in its minimum, of whose slopes 0 is one.
 */
export function root(x: tf.Tensor): tf.Tensor {
  const none = withoutGradient(() => tf.cast(tf.equal(x, 0), 'float32'));
  return tf.mul(tf.sub(1, none), tf.sqrt(tf.add(x, none)));
}
