// The largest and smallest along axes, with the gradient that TensorFlow and PyTorch have.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from './without-gradient.ts';

/** The largest or smallest; its gradient is shared among equals, which TensorFlow.js gives to each of them in full. */
export function extreme(x: tf.Tensor, axes: number[], keep: boolean, which: 'max' | 'min'): tf.Tensor {
  const find = which === 'max' ? tf.max : tf.min;
  if (x.dtype !== 'float32') return withoutGradient(() => find(x, axes, keep));
  return tf.customGrad((...given) => {
    const [input, save] = given as [tf.Tensor, tf.GradSaveFunc];
    const kept = find(input, axes, true);
    save([input, kept]);
    return {
      value: keep ? kept : tf.squeeze(kept, axes),
      gradFunc: (dy: tf.Tensor, [x, best]: tf.Tensor[]) => {
        const equal = tf.cast(tf.equal(x!, best!), 'float32');
        const share = tf.div(tf.reshape(dy, best!.shape), tf.sum(equal, axes, true));
        return tf.mul(equal, share);
      },
    };
  })(x);
}
