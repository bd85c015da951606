// Functions of tensors that stand in a model between its layers: `keras.ops` of Keras 3, and those of TensorFlow before.
import { KerasError } from '../../errors.ts';
import type { Layer } from '../../layer.ts';
import { Arguments } from './arguments.ts';
import type { Operation } from './operation.ts';
import { operations, type OperationName } from './table.ts';

/** Of Keras 3: the class of an operation is its name in another spelling. */
export function kerasOperation(kind: string): Layer | undefined {
  const name = kind.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return Object.hasOwn(operations, name) ? layerOf(operations[name as OperationName]) : undefined;
}

/** Of TensorFlow, by the name that Keras 2 keeps of a function. */
const tensorflow: Readonly<Record<string, OperationName>> = {
  '__operators__.add': 'add',
  '__operators__.ne': 'not_equal',
  cast: 'cast',
  clip_by_value: 'clip',
  concat: 'concatenate',
  expand_dims: 'expand_dims',
  'linalg.matmul': 'matmul',
  'math.abs': 'abs',
  'math.add': 'add',
  'math.divide': 'divide',
  'math.exp': 'exp',
  'math.greater': 'greater',
  'math.log': 'log',
  'math.log1p': 'log1p',
  'math.logical_and': 'logical_and',
  'math.logical_not': 'logical_not',
  'math.logical_or': 'logical_or',
  'math.maximum': 'maximum',
  'math.minimum': 'minimum',
  'math.multiply': 'multiply',
  'math.negative': 'negative',
  'math.not_equal': 'not_equal',
  'math.pow': 'power',
  'math.reduce_any': 'any',
  'math.reduce_max': 'max',
  'math.reduce_mean': 'mean',
  'math.reduce_min': 'min',
  'math.reduce_sum': 'sum',
  'math.sigmoid': 'sigmoid',
  'math.sqrt': 'sqrt',
  'math.square': 'square',
  'math.subtract': 'subtract',
  'math.tanh': 'tanh',
  'math.truediv': 'divide',
  'nn.relu': 'relu',
  'nn.sigmoid': 'sigmoid',
  'nn.softmax': 'softmax',
  reshape: 'reshape',
  squeeze: 'squeeze',
  stack: 'stack',
  'compat.v1.transpose': 'transpose',
};

/** The layer TFOpLambda of Keras 2: the name of a function of TensorFlow, no code. */
export const functionLayer: Layer = (built) => {
  const name = built.config.string('function');
  const own = Object.hasOwn(tensorflow, name) ? tensorflow[name] : undefined;
  if (!own)
    throw new KerasError(
      `the function tf.${name} is not in the table (${Object.keys(tensorflow).join(', ')}); use a layer of Keras for it`,
    );
  return layerOf(operations[own])(built);
};

const layerOf =
  (run: Operation): Layer =>
  ({ config }) => {
    const settings = config.everything();
    return (call) => {
      const given = new Arguments(call, settings);
      const made = run(given);
      given.finish();
      return made;
    };
  };
