// Activation functions, each a formula of ONNX' own definition.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import type { Attributes } from '../attributes.ts';
import { OnnxError } from '../errors.ts';
import { type Operator, operator } from '../operator.ts';
import { isFloat } from '../types.ts';
import { Value } from '../value.ts';

const activation = (formula: (x: tf.Tensor, attributes: Attributes) => tf.Tensor): Operator =>
  operator(1, 1, ({ attributes }, x) => {
    if (!isFloat(x!.type) && x!.type !== 'int32')
      throw new OnnxError(`expected floating-point numbers, found ${x!.type}`);
    return Value.of(formula(x!.tensor(), attributes), x!.type);
  });

const below = (x: tf.Tensor): tf.Tensor => tf.minimum(x, 0);
const unit = (x: tf.Tensor): tf.Tensor => tf.minimum(tf.maximum(x, 0), 1);

/** x/2 · (1 + erf(x/√2)), or its form in tanh. */
function gelu(x: tf.Tensor, attributes: Attributes): tf.Tensor {
  const half = tf.mul(x, 0.5);
  if (attributes.choice('approximate', ['none', 'tanh'], 'none') === 'none')
    return tf.mul(half, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(half, tf.add(tf.tanh(inner), 1));
}

/** α = 1.67326…, γ = 1.05070…: Klambauer et al., arXiv:1706.02515. */
const selu = { alpha: 1.6732631921768188, gamma: 1.0507010221481323 };

export const activations = {
  Celu: activation((x, a) => {
    const alpha = a.float('alpha', 1);
    return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.div(below(x), alpha)), alpha));
  }),
  Elu: activation((x, a) => tf.add(tf.relu(x), tf.mul(tf.expm1(below(x)), a.float('alpha', 1)))),
  Gelu: activation(gelu),
  HardSigmoid: activation((x, a) => unit(tf.add(tf.mul(x, a.float('alpha', 0.2)), a.float('beta', 0.5)))),
  HardSwish: activation((x) => tf.mul(x, unit(tf.add(tf.div(x, 6), 0.5)))),
  LeakyRelu: activation((x, a) => tf.add(tf.relu(x), tf.mul(below(x), a.float('alpha', 0.01)))),
  Mish: activation((x) => tf.mul(x, tf.tanh(tf.softplus(x)))),
  PRelu: operator(2, 2, (_, x, slope) =>
    Value.of(tf.add(tf.relu(x!.tensor()), tf.mul(below(x!.tensor()), slope!.tensor())), x!.type),
  ),
  Relu: activation(tf.relu),
  Selu: activation((x, a) =>
    tf.mul(tf.add(tf.relu(x), tf.mul(tf.expm1(below(x)), a.float('alpha', selu.alpha))), a.float('gamma', selu.gamma)),
  ),
  Sigmoid: activation(tf.sigmoid),
  Softplus: activation(tf.softplus),
  Softsign: activation((x) => tf.div(x, tf.add(tf.abs(x), 1))),
  ThresholdedRelu: activation((x, a) => {
    const above = withoutGradient(() => tf.cast(tf.greater(x, a.float('alpha', 1)), 'float32'));
    return tf.mul(x, above);
  }),
} satisfies Record<string, Operator>;
