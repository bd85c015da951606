// Weights of a classifier that is attacked, as constants of a graph: a runtime may arrange them once for all calls.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, Values } from '@jetdemon/compute';

export function frozen(weights: Values): Tensors {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { data, shape, dtype }]) => [name, tf.tensor(data, [...shape], dtype)]),
  );
}
