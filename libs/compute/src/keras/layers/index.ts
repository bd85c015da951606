// The table of Keras' layers: each is written in TensorFlow.js; any other is refused by name.
import { shown } from '../../errors.ts';
import { KerasError } from '../errors.ts';
import type { LayerSpec } from '../graph.ts';
import type { Layer } from '../layer.ts';
import { activations } from './activations.ts';
import { attention } from './attention.ts';
import { core } from './core.ts';
import { mergers } from './merging.ts';
import { normalising } from './normalisation.ts';
import { functionLayer, kerasOperation } from './operations/index.ts';
import { spatial } from './space.ts';

export const layers = {
  ...activations,
  ...attention,
  ...core,
  ...mergers,
  ...normalising,
  ...spatial,
  TFOpLambda: functionLayer,
} as const satisfies Record<string, Layer>;

export type LayerName = keyof typeof layers;

const recurrent = 'recurrent layers are not supported; export the model as ONNX with its cell written out';

const refused: Readonly<Record<string, string>> = {
  Bidirectional: recurrent,
  GRU: recurrent,
  LSTM: recurrent,
  RNN: recurrent,
  SimpleRNN: recurrent,
  SlicingOpLambda: 'slices of tensors are not in the table; export the model as ONNX',
  GetItem: 'slices of tensors are not in the table; export the model as ONNX',
};

/**
 * Whether a node is a function of `keras.ops`, not a layer. The .h5 of Keras 3 does not say where a class comes from; those
 * called as both are (`Add`) take a list as layers and one by one as functions.
 */
export function isOperation({ class: kind, module, uses }: LayerSpec, version: number): boolean {
  if (module !== undefined) return /\.ops\b/.test(module);
  if (version < 3 || kerasOperation(kind) === undefined) return false;
  return !Object.hasOwn(layers, kind) || uses.some(({ args }) => args.length > 1);
}

/** @throws KerasError for a class of someone else, whose code is not in the file, and for one that is not in the table */
export function requireLayer(spec: LayerSpec, version: number): Layer {
  const { class: kind, module, registered } = spec;
  const foreign =
    registered?.includes('>') || (module !== undefined && !/^(keras|tf_keras|tensorflow\.keras)\b/.test(module));
  if (foreign)
    throw new KerasError(
      `its class ${shown(registered ?? `${module}.${kind}`)} is not one of Keras' own, and nothing of a file is executed; write it with layers of Keras, or export the model as ONNX`,
    );
  const found = isOperation(spec, version)
    ? kerasOperation(kind)
    : Object.hasOwn(layers, kind)
      ? layers[kind as LayerName]
      : undefined;
  if (found) return found;
  const why = Object.hasOwn(refused, kind) ? refused[kind]! : "it is not in the table of Keras' layers; write it with others, or export the model as ONNX"; // prettier-ignore
  throw new KerasError(why);
}
