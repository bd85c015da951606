// Convolutions over steps and images, and pools over all of them; channels last.
import * as tf from '@tensorflow/tfjs-core';
import { extreme } from '../../tensors/extreme.ts';
import { KerasError } from '../errors.ts';
import { type Built, type Call, dropping, type Layer, only } from '../layer.ts';
import { activationOf } from './activations.ts';
import { numbersOf, requireLast } from './core.ts';

const convolution =
  (rank: 1 | 2): Layer =>
  ({ config, weights }: Built) => {
    requireLast(config.get('data_format'));
    config.get('filters');
    config.get('kernel_size');
    const activation = activationOf(config.get('activation'), config.version);
    const padding = config.choice('padding', ['valid', 'same', 'causal'], 'valid');
    const strides = pair(config.numbers('strides', [1]), rank);
    const dilations = pair(config.numbers('dilation_rate', [1]), rank);
    if (config.number('groups', 1) !== 1) throw new KerasError('groups other than 1 are not supported');
    const kernel = weights.next('kernel');
    const bias = config.flag('use_bias', true) ? weights.next('bias') : undefined;
    const window = kernel.shape.slice(0, rank);
    if (dilations.some((step) => step !== 1) && window.some((extent) => extent !== 1))
      throw new KerasError(
        `dilation_rate [${dilations.join(', ')}]: expected 1, the gradient of others is not supported`,
      );
    return dropping((x, call) => {
      const weight = call.value(kernel);
      if (x.rank !== rank + 2 || weight.rank !== rank + 2 || x.shape.at(-1) !== weight.shape.at(-2))
        throw new KerasError(`expected [batch, ${rank === 1 ? 'steps' : 'rows, columns'}, ${weight.shape.at(-2)}], found [${x.shape.join(', ')}]`); // prettier-ignore
      const bare = convolved(x, weight, rank, strides, padding);
      return activation(bias ? tf.add(bare, call.value(bias)) : bare);
    });
  };

type Shape4 = [number, number, number, number];

function convolved(
  x: tf.Tensor,
  kernel: tf.Tensor,
  rank: 1 | 2,
  strides: [number, number],
  padding: string,
): tf.Tensor {
  const [height, width] = rank === 1 ? [1, kernel.shape[0]!] : [kernel.shape[0]!, kernel.shape[1]!];
  const [batch, ...rest] = x.shape as [number, ...number[]];
  const image = tf.reshape<tf.Rank.R4>(x, (rank === 1 ? [batch, 1, ...rest] : x.shape) as Shape4);
  const weight = tf.reshape<tf.Rank.R4>(kernel, [height, width, ...kernel.shape.slice(-2)] as Shape4);
  const causal = padding === 'causal' && width > 1;
  const led = causal ? tf.pad(image, [[0, 0], [0, 0], [width - 1, 0], [0, 0]]) : image; // prettier-ignore
  const made = tf.conv2d(led, weight, strides, padding === 'same' ? 'same' : 'valid');
  return rank === 1 ? tf.reshape(made, [batch, ...made.shape.slice(2)]) : made;
}

/** Per axis of an image; steps lie along its second. */
function pair(numbers: readonly number[], rank: 1 | 2): [number, number] {
  if (!numbers.every((step) => Number.isInteger(step) && step >= 1) || numbers.length > rank)
    throw new KerasError(`expected ${rank} steps of 1 or more, found [${numbers.join(', ')}]`);
  return rank === 1 ? [1, numbers[0]!] : [numbers[0]!, numbers.at(-1)!];
}

/** Mean over steps; masked ones do not count. */
const averageSteps: Layer = ({ config }) => {
  requireLast(config.get('data_format'));
  const keep = config.flag('keepdims', false);
  return (call: Call) => {
    const { tensor, mask } = only(call);
    requireRank(tensor, 3);
    if (!mask) return tf.mean(tensor, 1, keep);
    const kept = tf.expandDims(numbersOf(mask), 2);
    return tf.div(tf.sum(tf.mul(tensor, kept), 1, keep), tf.sum(kept, 1, keep));
  };
};

const averageImage: Layer = ({ config }) => {
  requireLast(config.get('data_format'));
  const keep = config.flag('keepdims', false);
  return dropping((x) => {
    requireRank(x, 4);
    return tf.mean(x, [1, 2], keep);
  });
};

/** The largest; masked steps count, as in Keras. */
const largest =
  (axes: number[]): Layer =>
  ({ config }) => {
    requireLast(config.get('data_format'));
    const keep = config.flag('keepdims', false);
    return dropping((x) => {
      requireRank(x, axes.length + 2);
      return extreme(x, axes, keep, 'max');
    });
  };

function requireRank(x: tf.Tensor, rank: number): void {
  if (x.rank !== rank) throw new KerasError(`expected a tensor of rank ${rank}, found [${x.shape.join(', ')}]`);
}

/** Pools over windows of steps or of images, without overlap of the padding. */
const pool =
  (rank: 1 | 2, kind: 'max' | 'avg'): Layer =>
  ({ config }) => {
    requireLast(config.get('data_format'));
    const size = pair(config.numbers('pool_size', [2]), rank);
    const strides = config.get('strides') === null ? size : pair(config.numbers('strides'), rank);
    if (config.choice('padding', ['valid', 'same'], 'valid') !== 'valid')
      throw new KerasError('padding same is not supported');
    return dropping((x) => {
      requireRank(x, rank + 2);
      const image = rank === 1 ? tf.expandDims(x, 1) : x;
      const pooled = (kind === 'max' ? tf.maxPool : tf.avgPool)(image as tf.Tensor4D, size, strides, 'valid');
      return rank === 1 ? tf.squeeze(pooled, [1]) : pooled;
    });
  };

export const spatial = {
  AveragePooling1D: pool(1, 'avg'),
  AveragePooling2D: pool(2, 'avg'),
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  GlobalAveragePooling1D: averageSteps,
  GlobalAveragePooling2D: averageImage,
  GlobalMaxPooling1D: largest([1]),
  GlobalMaxPooling2D: largest([1, 2]),
  MaxPooling1D: pool(1, 'max'),
  MaxPooling2D: pool(2, 'max'),
} satisfies Record<string, Layer>;
