// Operations that gradients do not pass through.
import * as tf from '@tensorflow/tfjs-core';

/** Operations whose results do not change with their inputs: none of them is recorded for gradients. */
export function withoutGradient<T>(compute: () => T): T {
  const { state } = tf.engine();
  state.kernelDepth++;
  try {
    return compute();
  } finally {
    state.kernelDepth--;
  }
}
