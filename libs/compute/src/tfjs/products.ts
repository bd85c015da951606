// Products of matrices, convolutions, and what the converter folds into them.
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from '../tensors/einsum.ts';
import type { OperatorName } from '../onnx/import/operators/index.ts';
import { Value } from '../onnx/import/value.ts';
import { TfjsError } from './errors.ts';
import { flag, float, type GraphNode, ints, text, texts } from './graph-node.ts';
import { call, type GraphOperator } from './onnx-call.ts';

export const matrices: GraphOperator = (node, [a, b]) => {
  const side = (x: Value, names: string[]): tf.Tensor => {
    const t = x.tensor();
    return names.some((name) => flag(node, name)) ? tf.transpose(t, swapped(t.rank)) : t;
  };
  return [Value.of(matMul(side(a!, ['transpose_a', 'adj_x']), side(b!, ['transpose_b', 'adj_y'])), a!.type)];
};

const swapped = (rank: number): number[] => {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return [...order.slice(0, -2), rank - 1, rank - 2];
};

const following: Readonly<Record<string, OperatorName>> = { BiasAdd: 'Add', Relu: 'Relu', Elu: 'Elu', Sigmoid: 'Sigmoid', Tanh: 'Tanh', LeakyRelu: 'LeakyRelu' }; // prettier-ignore

/** What the converter folds into a product: a bias, then an activation. */
export function fused(node: GraphNode, [made]: readonly Value[], more: readonly Value[]): readonly Value[] {
  let value = made!;
  let next = 0;
  for (const name of texts(node, 'fused_ops')) {
    if (name === 'Relu6') value = relu6(value);
    else if (!Object.hasOwn(following, name))
      throw new TfjsError(`what is folded into it, ${JSON.stringify(name)}, is not supported`);
    else if (name === 'BiasAdd') value = call('Add', [value, more[next++]!])[0]!;
    else if (name === 'LeakyRelu') value = leaky(value, float(node, 'leakyrelu_alpha', 0.2));
    else value = call(following[name]!, [value])[0]!;
  }
  return [value];
}

export const leaky = (x: Value, slope: number): Value =>
  Value.of(tf.add(tf.relu(x.tensor()), tf.mul(tf.minimum(x.tensor(), 0), slope)), x.type);

export const relu6 = (x: Value): Value => Value.of(tf.minimum(tf.relu(x.tensor()), 6), x.type);

/** [N, rows, columns, C] with kernels [rows, columns, C, M]. */
export const convolution: GraphOperator = (node, [x, w]) => {
  if (text(node, 'data_format') === 'NCHW') throw new TfjsError('expected channels last, found NCHW');
  const [strides, dilations] = [ints(node, 'strides').slice(1, 3), ints(node, 'dilations').slice(1, 3)];
  const padding = text(node, 'padding');
  if (padding !== 'SAME' && padding !== 'VALID')
    throw new TfjsError(`expected padding SAME or VALID, found ${JSON.stringify(padding)}`);
  const first = call('Transpose', [x!], { perm: [0, 3, 1, 2] })[0]!;
  const kernel = call('Transpose', [w!], { perm: [3, 2, 0, 1] })[0]!;
  const made = call('Conv', [first, kernel], {
    auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID',
    strides,
    dilations: dilations.length === 2 ? dilations : [1, 1],
  });
  return call('Transpose', made, { perm: [0, 2, 3, 1] });
};
