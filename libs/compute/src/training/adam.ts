// Adam as a pure function of named tensors, to be called inside a step function.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, TensorValue, Values } from '../tensors/device.ts';
import { scalar } from '../tensors/values.ts';

export interface AdamOptions {
  /** Decay of the first moment, in [0, 1). */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). */
  readonly beta2?: number;
  readonly epsilon?: number;
}

export interface AdamInputs {
  readonly parameters: Tensors;
  /** A gradient for every parameter, under the same name. */
  readonly gradients: Tensors;
  /** What `adamState` gave, or the last update's `moments`. Further entries are ignored. */
  readonly moments: Tensors;
  readonly learningRate: number | tf.Scalar;
}

const first = (name: string): string => `adam/m/${name}`;
const second = (name: string): string => `adam/v/${name}`;
const count = 'adam/t';

/** Moments before the first update: zeros for every parameter under `adam/m/` and `adam/v/`, and the count `adam/t`. */
export function adamState(parameters: Values): Record<string, TensorValue> {
  const moments: Record<string, TensorValue> = { [count]: scalar(0) };
  for (const [name, { data, shape }] of Object.entries(parameters)) {
    moments[first(name)] = { data: new Float32Array(data.length), shape, dtype: 'float32' };
    moments[second(name)] = { data: new Float32Array(data.length), shape, dtype: 'float32' };
  }
  return moments;
}

/**
 * One Adam update with bias correction: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²,
 * θ ← θ − α m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ). Algorithm 1 of Kingma & Ba, arXiv:1412.6980.
 *
 * Shapes of the results are those of the parameters. The corrections are moved into the step length,
 * θ ← θ − (α√(1−β₂ᵗ)/(1−β₁ᵗ)) m/(√v + ε√(1−β₂ᵗ)), which is the same number with fewer passes over the weights.
 */
export function adam(
  { parameters, gradients, moments, learningRate }: AdamInputs,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {},
): { parameters: Tensors; moments: Tensors } {
  const t = tf.add(named(moments, count), 1);
  const root = tf.sqrt(oneMinusPower(beta2, t));
  const length = tf.div(tf.mul(learningRate, root), oneMinusPower(beta1, t));
  const floor = tf.mul(root, epsilon);

  const next: { parameters: Tensors; moments: Tensors } = { parameters: {}, moments: { [count]: t } };
  for (const [name, parameter] of Object.entries(parameters)) {
    const gradient = named(gradients, name);
    const m = tf.add(tf.mul(named(moments, first(name)), beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(named(moments, second(name)), beta2), tf.mul(tf.square(gradient), 1 - beta2));
    next.moments[first(name)] = m;
    next.moments[second(name)] = v;
    next.parameters[name] = tf.sub(parameter, tf.div(tf.mul(length, m), tf.add(tf.sqrt(v), floor)));
  }
  return next;
}

/** 1 − βᵗ. In float32 1 − 0.999 has lost four digits, which −expm1(t ln β) keeps. */
function oneMinusPower(beta: number, t: tf.Tensor): tf.Tensor {
  return beta === 0 ? tf.scalar(1) : tf.neg(tf.expm1(tf.mul(t, Math.log(beta))));
}

function named(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new RangeError(`adam: expected a tensor ${name}, found ${Object.keys(tensors).join(', ')}`);
  return tensor;
}
