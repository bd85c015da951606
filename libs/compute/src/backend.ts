// TensorFlow.js has one present backend for the whole process; this is the only place that changes it.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import './gradients.ts';

// Without this the cpu backend prints an advertisement on its first use.
tf.env().set('PROD', true);

/**
 * Runs a synchronous function on a backend that has been initialised, and puts the former one back.
 *
 * `tf.setBackend` is declared async, but for an initialised backend it has switched when it returns.
 */
export function onBackend<T>(name: string, run: () => T): T {
  const former = tf.engine().backendName;
  if (former === name) return run();
  void tf.setBackend(name);
  try {
    return run();
  } finally {
    if (former) void tf.setBackend(former);
  }
}

/** Initialises a backend without making it the present one; false when it does not start. */
export async function initialise(name: string): Promise<boolean> {
  const former = tf.engine().backendName;
  const started = await tf.setBackend(name);
  if (former) await tf.setBackend(former);
  return started;
}
