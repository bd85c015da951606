// Activation functions by name, and the layers that are one.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../tensors/without-gradient.ts';
import { shown } from '../../errors.ts';
import { isObject, type Json } from '../config.ts';
import type { Activation as LastActivation } from '../../imported-model.ts';
import { KerasError } from '../errors.ts';
import type { LayerSpec } from '../graph.ts';
import { axisOf, type Layer, only, passing } from '../layer.ts';

export type Activation = (x: tf.Tensor) => tf.Tensor;

const below = (x: tf.Tensor): tf.Tensor => tf.minimum(x, 0);
const between = (x: tf.Tensor, low: number, high: number): tf.Tensor => tf.minimum(tf.maximum(x, low), high);
const elu = (x: tf.Tensor, alpha: number): tf.Tensor => tf.add(tf.relu(x), tf.mul(tf.expm1(below(x)), alpha));
const leaky = (x: tf.Tensor, slope: number): tf.Tensor => tf.add(tf.relu(x), tf.mul(below(x), slope));
const silu = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.sigmoid(x));
const hardSigmoid = (x: tf.Tensor): tf.Tensor => between(tf.add(tf.div(x, 6), 0.5), 0, 1);

/** α and scale of Klambauer et al., arXiv:1706.02515. */
const selu = (x: tf.Tensor): tf.Tensor => tf.mul(elu(x, 1.6732632423543772), 1.0507009873554805);

export function softmaxAlong(x: tf.Tensor, axis: number, apply: Activation = tf.softmax): tf.Tensor {
  const at = axisOf(axis, x.rank);
  const last = x.rank - 1;
  if (at === last) return apply(x);
  const order = x.shape.map((_, index) => (index === at ? last : index === last ? at : index));
  return tf.transpose(apply(tf.transpose(x, order)), order);
}

/** x/2 · (1 + erf(x/√2)), or its form in tanh. */
export function gelu(x: tf.Tensor, approximate: boolean): tf.Tensor {
  const half = tf.mul(x, 0.5);
  if (!approximate) return tf.mul(half, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(half, tf.add(tf.tanh(inner), 1));
}

const functions: Readonly<Record<string, Activation>> = {
  celu: (x) => elu(x, 1),
  elu: (x) => elu(x, 1),
  exponential: tf.exp,
  gelu: (x) => gelu(x, false),
  hard_silu: (x) => tf.mul(x, hardSigmoid(x)),
  hard_swish: (x) => tf.mul(x, hardSigmoid(x)),
  hard_tanh: (x) => between(x, -1, 1),
  leaky_relu: (x) => leaky(x, 0.2),
  linear: (x) => x,
  log_sigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  log_softmax: (x) => tf.logSoftmax(x),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  relu: tf.relu,
  relu6: (x) => between(x, 0, 6),
  selu,
  sigmoid: tf.sigmoid,
  silu,
  softmax: (x) => tf.softmax(x),
  softplus: tf.softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: silu,
  tanh: tf.tanh,
  tanh_shrink: (x) => tf.sub(x, tf.tanh(x)),
};

/** @throws KerasError for one that is not Keras' own */
export function activationOf(given: Json, version: number): Activation {
  if (given === null) return (x) => x;
  const name = isObject(given) ? functionName(given) : given;
  // Before Keras 3 it was clip(0.2 x + 0.5), and leaky_relu's slope had another default.
  if (name === 'hard_sigmoid') return version < 3 ? (x) => between(tf.add(tf.mul(x, 0.2), 0.5), 0, 1) : hardSigmoid;
  if (name === 'leaky_relu' && version < 3) throw new KerasError('activation leaky_relu of Keras before 3 has a slope that changed with its version'); // prettier-ignore
  if (typeof name !== 'string' || !Object.hasOwn(functions, name))
    throw new KerasError(
      `expected an activation of ${Object.keys(functions).join(', ')}, found ${shown(JSON.stringify(name))}`,
    );
  return functions[name]!;
}

const last: Readonly<Record<string, LastActivation>> = {
  sigmoid: 'sigmoid',
  softmax: 'softmax',
  log_softmax: 'log-softmax',
};

/** What a layer ends in that makes probabilities of logits, along the last axis; layers heed `Call.bare` for these alone. */
export function lastActivation({ class: kind, config }: LayerSpec): LastActivation | undefined {
  if (kind === 'Softmax') return config.axis === undefined || config.axis === -1 ? 'softmax' : undefined;
  const { activation } = config;
  if (kind !== 'Dense' && kind !== 'Activation') return undefined;
  const name = isObject(activation) ? functionName(activation) : activation;
  return typeof name === 'string' && Object.hasOwn(last, name) ? last[name] : undefined;
}

/** Of `{ class_name: 'function', config: 'relu' }`; one with its own code is none of Keras. */
function functionName(given: { readonly [name: string]: Json }): Json {
  const { class_name: kind, config, registered_name: registered, module } = given;
  if (kind !== 'function' || (typeof registered === 'string' && registered.includes('>')))
    throw new KerasError(
      `its activation ${shown(String(registered ?? kind))} is not one of Keras' own; nothing of a file is executed`,
    );
  if (typeof module === 'string' && module !== 'builtins' && !module.startsWith('keras'))
    throw new KerasError(`its activation comes from ${shown(module)}; nothing of a file is executed`);
  return config ?? null;
}

/** 1 where a comparison holds, else 0; without a slope. */
const passes = (compare: typeof tf.greater, x: tf.Tensor, value: number): tf.Tensor =>
  withoutGradient(() => tf.cast(compare(x, value), 'float32'));

const relu: Layer = ({ config }) => {
  const ceiling = config.get('max_value');
  const slope = config.number('negative_slope', 0);
  const threshold = config.number('threshold', 0);
  if (ceiling !== null && typeof ceiling !== 'number') throw new KerasError('max_value: expected a number');
  return passing((x) => {
    const above = threshold === 0 ? tf.relu(x) : tf.mul(x, passes(tf.greater, x, threshold));
    const capped = ceiling === null ? above : tf.minimum(above, ceiling);
    return slope === 0 ? capped : tf.add(capped, tf.mul(tf.minimum(tf.sub(x, threshold), 0), slope));
  });
};

const prelu: Layer = ({ config, weights }) => {
  config.get('shared_axes');
  const alpha = weights.next('alpha');
  return passing((x, call) => tf.add(tf.relu(x), tf.mul(below(x), call.value(alpha))));
};

const softmax: Layer = ({ config }) => {
  const axis = config.number('axis', -1);
  return (call) => {
    const { tensor, mask } = only(call);
    if (mask || call.named('mask')) throw new KerasError('a mask reaches it, which is not supported');
    return { tensor: call.bare ? tensor : softmaxAlong(tensor, axis), mask };
  };
};

const activation: Layer = ({ config }) => {
  const apply = activationOf(config.get('activation'), config.version);
  return passing((x, call) => (call.bare ? x : apply(x)));
};

export const activations = {
  Activation: activation,
  ELU: ({ config }) => {
    const alpha = config.number('alpha', 1);
    return passing((x) => elu(x, alpha));
  },
  LeakyReLU: ({ config }) => {
    const slope = config.number(['negative_slope', 'alpha'], 0.3);
    return passing((x) => leaky(x, slope));
  },
  PReLU: prelu,
  ReLU: relu,
  Softmax: softmax,
  ThresholdedReLU: ({ config }) => {
    const theta = config.number('theta', 1);
    return passing((x) => tf.mul(x, passes(tf.greater, x, theta)));
  },
} satisfies Record<string, Layer>;
