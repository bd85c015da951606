// Fully connected layers, masks, and layers that move elements or do nothing once a model is trained.
import * as tf from '@tensorflow/tfjs-core';
import { einsum } from '../../tensors/einsum.ts';
import { withoutGradient } from '../../tensors/without-gradient.ts';
import { KerasError } from '../errors.ts';
import { isObject, type Json } from '../config.ts';
import { axisOf, type Built, dropping, type Layer, only, passing } from '../layer.ts';
import { activationOf } from './activations.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

const dense: Layer = ({ config, weights }) => {
  const activation = activationOf(config.get('activation'), config.version);
  const units = config.number('units');
  const kernel = weights.next('kernel');
  const bias = config.flag('use_bias', true) ? weights.next('bias') : undefined;
  return passing((x, call) => {
    const [inputs, width] = [x.shape.at(-1)!, call.value(kernel).shape];
    if (width.length !== 2 || width[0] !== inputs || width[1] !== units)
      throw new KerasError(`expected a kernel [${inputs}, ${units}], found [${width.join(', ')}]`);
    const bare = tf.matMul(tf.reshape(x, [-1, inputs]), call.value(kernel));
    const whole = bias ? tf.add(bare, call.value(bias)) : bare;
    const made = tf.reshape(whole, [...x.shape.slice(0, -1), units]);
    return call.bare ? made : activation(made);
  });
};

const einsumDense: Layer = ({ config, weights }) => {
  const equation = config.string('equation');
  const axes = config.get('bias_axes');
  config.get('output_shape');
  const activation = activationOf(config.get('activation'), config.version);
  const kernel = weights.next('kernel');
  const bias = typeof axes === 'string' && axes !== '' ? weights.next('bias') : undefined;
  return dropping((x, call) => {
    const bare = einsum(equation, [x, call.value(kernel)]);
    return activation(bias ? tf.add(bare, call.value(bias)) : bare);
  });
};

/** Truth values as numbers. */
export const numbersOf = (truth: tf.Tensor): tf.Tensor => withoutGradient(() => tf.cast(truth, 'float32'));

/** Steps whose numbers all have the mask's value are zero and masked from here on. */
const masking: Layer = ({ config }) => {
  const value = config.number('mask_value', 0);
  return (call) => {
    const { tensor } = only(call);
    const kept = withoutGradient(() => tf.any(tf.notEqual(tensor, value), -1));
    return { tensor: tf.mul(tensor, tf.expandDims(numbersOf(kept), -1)), mask: kept };
  };
};

/** The layer within, applied to every step: steps become further members of the batch. */
const timeDistributed: Layer = ({ config, weights, inner }) => {
  const item = config.get('layer');
  const { class: kind, apply } = inner(item, weights.inner('layer'));
  return (call) => {
    const { tensor, mask } = only(call);
    if (mask && /Softmax|Attention|Pooling|Functional|Model|Sequential/.test(kind))
      throw new KerasError(`a mask reaches the layer ${kind} within it, which is not supported`);
    const [batch, steps, ...rest] = tensor.shape as [number, number, ...number[]];
    const made = apply({ ...call, inputs: [{ tensor: tf.reshape(tensor, [batch * steps, ...rest]) }] });
    const result = 'tensor' in made ? made.tensor : made;
    if (!(result instanceof tf.Tensor)) throw new KerasError('expected a layer of one output within it');
    return { tensor: tf.reshape(result, [batch, steps, ...result.shape.slice(1)]), mask };
  };
};

const reshape: Layer = ({ config }) => {
  const target = config.numbers('target_shape');
  return dropping((x) => {
    const size = product(x.shape.slice(1));
    const rest = product(target.filter((extent) => extent !== -1));
    const shape = target.map((extent) => (extent === -1 ? size / rest : extent));
    if (product(shape) !== size || !shape.every(Number.isInteger))
      throw new KerasError(`expected a shape for ${size} elements, found [${target.join(', ')}]`);
    return tf.reshape(x, [x.shape[0]!, ...shape]);
  });
};

const permute: Layer = ({ config }) => {
  const dims = config.numbers('dims');
  return dropping((x) => {
    if (
      [...dims].sort((a, b) => a - b).join() !==
      x.shape
        .slice(1)
        .map((_, at) => at + 1)
        .join()
    )
      throw new KerasError(`expected an order of the axes 1 to ${x.rank - 1}, found [${dims.join(', ')}]`);
    return tf.transpose(x, [0, ...dims]);
  });
};

const flatten: Layer = ({ config }) => {
  requireLast(config.get('data_format'));
  return dropping((x) => tf.reshape(x, [x.shape[0]!, product(x.shape.slice(1))]));
};

export function requireLast(format: Json): void {
  if (format !== null && format !== 'channels_last')
    throw new KerasError(`data_format: expected channels_last, found ${JSON.stringify(format)}`);
}

/** What changes nothing once a model is trained; its settings say nothing then. */
const nothing: Layer = ({ config }) => {
  config.get('rate');
  config.get('noise_shape');
  config.get('stddev');
  config.get('l1');
  config.get('l2');
  config.get('data_format');
  return passing((x) => x);
};

const declaredFunctions: Readonly<Record<string, (value: number) => (x: tf.Tensor) => tf.Tensor>> = {
  /** A number per step: 1 where one of its numbers differs from the value, else 0. */
  'energyflow-pfn-mask': (value) => (x) => withoutGradient(() => tf.cast(tf.any(tf.notEqual(x, value), -1), 'float32')),
  /** Numbers as they are, those that equal the value 0. */
  'energyflow-efn-mask': (value) => (x) =>
    tf.mul(
      x,
      withoutGradient(() => tf.cast(tf.notEqual(x, value), 'float32')),
    ),
};

export const lambdaNames = Object.keys(declaredFunctions);

/** Code is never executed: the reader says what it computes, and the file with which value. */
const lambda: Layer = ({ config, lambda: declared, name }) => {
  const stored = config.get('function');
  for (const setting of ['function_type', 'module', 'output_shape', 'output_shape_type', 'output_shape_module', 'mask', 'mask_type', 'mask_module', 'arguments']) config.get(setting); // prettier-ignore
  const made = declared === undefined ? undefined : declaredFunctions[declared];
  if (!made)
    throw new KerasError(
      `it holds code of Python, and nothing of a file is executed; where it is a mask of EnergyFlow, say so: lambdas: { ${name}: ${lambdaNames.join(' | ')} }; ` +
        'else write it with layers of Keras, or export the model as ONNX',
    );
  const value = defaultOf(stored);
  if (typeof value !== 'number')
    throw new KerasError('expected the default mask_val of a mask of EnergyFlow, found none');
  return dropping(made(value));
};

/** The only default of the function: the value that EnergyFlow's masks have as theirs. */
function defaultOf(stored: Json): Json {
  if (Array.isArray(stored)) return firstOf(stored[1] as Json);
  return isObject(stored) && isObject(stored.config) ? firstOf(stored.config.defaults ?? null) : null;
}

const firstOf = (list: Json): Json => (Array.isArray(list) && list.length === 1 ? (list[0] as Json) : null);

const repeat: Layer = ({ config }) => {
  const times = config.number('n');
  return dropping((x) => tf.tile(tf.expandDims(x, 1), [1, times, ...x.shape.slice(1).map(() => 1)]));
};

/** `(x − mean) / √variance` by numbers found in data, in the configuration or as weights. */
const normalization: Layer = ({ config, weights }: Built) => {
  const axes = config.get('axis');
  const list = axes === null ? [] : Array.isArray(axes) ? axes.map(Number) : [Number(axes)];
  if (config.flag('invert', false)) throw new KerasError('invert is not supported');
  const [given, spread] = [config.get('mean'), config.get('variance')];
  const numbers = (value: Json): number[] => (Array.isArray(value) ? value.flat(8) : [value]).map(Number);
  const adapted = given === null;
  const [mean, variance] = adapted ? [weights.next('mean'), weights.next('variance')] : [];
  if (adapted) weights.next('count');
  return passing((x, call) => {
    const kept = new Set(list.map((axis) => axisOf(axis, x.rank)));
    const shape = x.shape.map((extent, axis) => (kept.has(axis) ? extent : 1));
    const from = (weight: typeof mean, value: Json): tf.Tensor => {
      const tensor = weight ? call.value(weight) : tf.tensor1d(Float32Array.from(numbers(value)));
      return tensor.size === 1 ? tf.reshape(tensor, []) : tf.reshape(tensor, shape);
    };
    // Keras' epsilon: a standard deviation below 1e-7 counts as that.
    return tf.div(tf.sub(x, from(mean, given)), tf.maximum(tf.sqrt(from(variance, spread)), 1e-7));
  });
};

const rescaling: Layer = ({ config }) => {
  const [scale, offset] = [config.get('scale') ?? 1, config.get('offset') ?? 0];
  const tensor = (value: Json): tf.Tensor =>
    Array.isArray(value) ? tf.tensor1d(Float32Array.from(value as number[])) : tf.scalar(Number(value));
  return passing((x) => tf.add(tf.mul(x, tensor(scale)), tensor(offset)));
};

export const core = {
  ActivityRegularization: nothing,
  AlphaDropout: nothing,
  Dense: dense,
  Dropout: nothing,
  EinsumDense: einsumDense,
  Flatten: flatten,
  GaussianDropout: nothing,
  GaussianNoise: nothing,
  Identity: nothing,
  Lambda: lambda,
  Masking: masking,
  Normalization: normalization,
  Permute: permute,
  RepeatVector: repeat,
  Rescaling: rescaling,
  Reshape: reshape,
  SpatialDropout1D: nothing,
  SpatialDropout2D: nothing,
  TimeDistributed: timeDistributed,
} satisfies Record<string, Layer>;
