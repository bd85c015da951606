// TensorFlow.js has one present backend for the whole process; this is the only place that changes it.
import * as tf from '@tensorflow/tfjs-core';
// Its main file is the same for ES5, where every spread is a call: a quarter slower.
import '@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.es2017.js';
import './gradients.ts';
import './repeated-operands.ts';

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
export function initialise(name: string): boolean {
  return tf.findBackend(name) != null;
}

const awaited = new Map<string, Promise<boolean>>();

/**
 * The same for a backend that starts asynchronously.
 *
 * Left to TensorFlow.js, every operation of any backend would throw until it is ready, and those of a backend switched
 * to in the meantime would go to the wrong one. So it is made here, and registered anew as one that is there already.
 */
export function initialiseAsync(name: string): Promise<boolean> {
  let started = awaited.get(name);
  if (!started) {
    started = start(name).catch(() => false);
    awaited.set(name, started);
  }
  return started;
}

async function start(name: string): Promise<boolean> {
  const backend = await tf.findBackendFactory(name)();
  tf.removeBackend(name);
  tf.registerBackend(name, () => backend);
  return initialise(name);
}
