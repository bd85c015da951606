// The eager reference in double precision: TensorFlow.js' cpu backend computes in the arrays that it makes, and makes
// Float64Arrays while they stand in for Float32Array. What comes back is rounded to float32 once, at the end.
import { openDevice, type Compiled, type TensorFunction } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';

/** `run` with every intermediate result in double precision. */
export async function compileInDouble(run: TensorFunction): Promise<Compiled> {
  const eager = (await openDevice('tfjs-cpu')).compile(run);
  return (inputs) => withFloat64(() => eager(inputs));
}

/** An eager device has computed when its function returns the promise, so that nothing else meets the exchanged arrays. */
function withFloat64<T>(call: () => T): T {
  const single = globalThis.Float32Array;
  const { platform } = tf.env();
  const typed = platform.isTypedArray.bind(platform);
  Object.assign(globalThis, { Float32Array: Float64Array });
  platform.isTypedArray = ((array: unknown) => array instanceof Float64Array || typed(array)) as typeof typed;
  try {
    return call();
  } finally {
    globalThis.Float32Array = single;
    platform.isTypedArray = typed;
  }
}
