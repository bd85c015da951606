// Inputs and outputs of a graph, by its signature or as the graph has them.
import { shown } from '../errors.ts';
import type { Activation, ModelPort } from '../imported-model.ts';
import { isObject, type Json, type JsonObject } from '../keras/config.ts';
import { isInteger, type OnnxType } from '../onnx/import/types.ts';
import { TfjsError } from './errors.ts';
import type { GraphNode } from './graph-node.ts';

const types: Readonly<Record<string, OnnxType>> = {
  DT_FLOAT: 'float32',
  DT_INT32: 'int32',
  DT_INT64: 'int64',
  DT_BOOL: 'bool',
};

/** `name:1` is a node's second output, `^name` an order without a value. */
export function parts(input: string): [name: string, output: number] {
  const [, name, output] = /^(.*?)(?::(\d+))?$/.exec(input)!;
  return [name!, Number(output ?? 0)];
}

export interface Signature {
  readonly inputs: readonly { readonly node: string; readonly port: ModelPort }[];
  readonly outputs: readonly {
    readonly from: string;
    readonly port: ModelPort;
    readonly before?: { readonly kind: Activation; readonly from: string };
  }[];
}

const activations: Readonly<Record<string, Activation>> = {
  Sigmoid: 'sigmoid',
  Softmax: 'softmax',
  LogSoftmax: 'log-softmax',
};

/** Inputs and outputs by their names in the signature; of a file without one the placeholders, and the nodes that nothing takes. */
export function signatureOf(model: JsonObject, nodes: ReadonlyMap<string, GraphNode>): Signature {
  const given = isObject(model.signature) ? model.signature : isObject(model.userDefinedMetadata) && isObject(model.userDefinedMetadata.signature) ? model.userDefinedMetadata.signature : {}; // prettier-ignore
  const entries = (table: Json | undefined): [string, Json][] => (isObject(table) ? Object.entries(table) : []);
  const inputs = entries(given.inputs).map(([name, info]) => ({ node: nodeOf(name, info), port: portOf(name, info) }));
  const outputs = entries(given.outputs).map(([name, info]) => {
    const from = isObject(info) && typeof info.name === 'string' ? info.name : name;
    return { from, port: portOf(name, info), before: activationOf(from, nodes) };
  });
  if (outputs.length > 0) return { inputs: inputs.filter(({ node }) => nodes.has(node)), outputs };
  const taken = new Set([...nodes.values()].flatMap(({ inputs: all }) => all.map((input) => parts(input)[0])));
  const ends = [...nodes.values()].filter(({ name, op }) => !taken.has(name) && op !== 'Const' && op !== 'Placeholder');
  if (ends.length === 0) throw new TfjsError('expected a signature with outputs, found none');
  const free = [...nodes.values()].filter(({ op }) => op === 'Placeholder');
  return {
    inputs: free.map(({ name, attributes }) => ({ node: name, port: portOf(name, fromPlaceholder(attributes)) })),
    outputs: ends.map(({ name }) => ({
      from: name,
      port: { name, dtype: 'float32' },
      before: activationOf(name, nodes),
    })),
  };
}

const nodeOf = (name: string, info: Json): string =>
  parts(isObject(info) && typeof info.name === 'string' ? info.name : name)[0];

function activationOf(from: string, nodes: ReadonlyMap<string, GraphNode>) {
  let node = nodes.get(parts(from)[0]);
  for (let hops = 0; node?.op === 'Identity' && hops < 8; hops++) node = nodes.get(parts(node.inputs[0] ?? '')[0]);
  const kind = node && Object.hasOwn(activations, node.op) ? activations[node.op]! : undefined;
  return kind && node?.inputs[0] ? { kind, from: node.inputs[0] } : undefined;
}

const fromPlaceholder = ({ dtype, shape }: JsonObject): JsonObject => ({
  ...(isObject(dtype) && { dtype: dtype.type ?? null }),
  ...(isObject(shape) && { tensorShape: shape.shape ?? null }),
});

function portOf(name: string, info: Json): ModelPort {
  const type = isObject(info) && typeof info.dtype === 'string' ? types[info.dtype] : 'float32';
  if (!type)
    throw new TfjsError(`${shown(name)}: expected numbers or truth values, found ${shown(JSON.stringify(info))}`);
  const shape = isObject(info) && isObject(info.tensorShape) ? info.tensorShape : {};
  const dims = Array.isArray(shape.dim) && shape.unknownRank !== true ? (shape.dim as readonly Json[]) : undefined;
  return {
    name: parts(name)[0],
    ...(dims && { shape: dims.map((dim) => extentOf(isObject(dim) ? dim.size : -1)) }),
    dtype: isInteger(type) ? 'int32' : (type as 'float32' | 'bool'),
  };
}

const extentOf = (size: Json | undefined): number | string => (Number(size) >= 0 ? Number(size) : '');
