// From the bytes of a file to a checked model. A file is decoded and nothing of it is ever executed.
import type { onnx as Schema } from 'onnx-proto';
import { onnx } from '../proto.ts';
import { OnnxError, shown } from './errors.ts';
import type { Declared, Graph, Node } from './graph.ts';
import { needed, readDeclared, readGraph, readNodes } from './read-graph.ts';

export const opsets = { least: 9, most: 21 } as const;

/** A function that the file itself defines, called like an operator. */
export interface ModelFunction {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of the attributes that have no default. */
  readonly attributes: ReadonlySet<string>;
  readonly nodes: readonly Node[];
  readonly opset: number;
}

export interface Model {
  readonly opset: number;
  readonly producer: string;
  readonly graph: Graph;
  /** By `domain:name`. */
  readonly functions: ReadonlyMap<string, ModelFunction>;
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
}

/** @throws OnnxError for bytes that are no ONNX model, opsets outside 9 to 21, and all that `readGraph` refuses */
export function readModel(bytes: Uint8Array): Model {
  const model = decode(bytes);
  if (!model.graph?.output?.length)
    throw new OnnxError('it has no graph with outputs: no ONNX model, or one that is cut off');
  // A model of trees alone may say nothing of ONNX' own operators.
  const plain = (model.graph.node ?? []).some(({ domain }) => !domain || domain === 'ai.onnx');
  const opset = opsetOf(model.opsetImport ?? [], 'the model', plain ? 1 : opsets.most);
  const functions = new Map((model.functions ?? []).map((definition) => readFunction(definition, opset)));
  const output = model.graph.output.filter((declared) => !isText(declared));
  if (output.length === 0) throw new OnnxError('its outputs are all text');
  const graph = readGraph({ ...model.graph, output });
  const fed = new Set(graph.inputs);
  return {
    opset,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    graph,
    functions,
    inputs: (model.graph.input ?? [])
      .filter(({ name }) => fed.has(name ?? ''))
      .map((info) => readDeclared(info, 'input')),
    outputs: output.map((info) => readOutput(info, graph)),
  };
}

/** Classes that are named by text have numbers beside them. */
const isText = ({ type }: Schema.IValueInfoProto): boolean => type?.tensorType?.elemType === 8;

/** What ZipMap makes of probabilities is declared as maps; they are given as the numbers that they were. */
function readOutput(info: Schema.IValueInfoProto, { nodes }: Graph): Declared {
  const zipped = nodes.some(({ operator, outputs }) => operator === 'ZipMap' && outputs.includes(info.name ?? ''));
  return zipped ? { name: info.name!, type: 'float32' } : readDeclared(info, 'output');
}

function decode(bytes: Uint8Array): Schema.IModelProto {
  try {
    return onnx.ModelProto.decode(bytes);
  } catch (error) {
    throw new OnnxError(`${bytes.length} bytes that are no ONNX model, or one that is cut off`, {}, { cause: error });
  }
}

function opsetOf(imports: readonly Schema.IOperatorSetIdProto[], what: string, otherwise = 1): number {
  const found = imports.find(({ domain }) => !domain || domain === 'ai.onnx');
  const version = Number(found?.version ?? otherwise);
  if (!(version >= opsets.least && version <= opsets.most))
    throw new OnnxError(
      `expected opset ${opsets.least} to ${opsets.most}, found ${version} in ${what}; ` +
        `export it with opset_version=${version > opsets.most ? 20 : opsets.least} or convert it with onnx.version_converter`,
    );
  return version;
}

function readFunction(definition: Schema.IFunctionProto, opset: number): [string, ModelFunction] {
  const name = definition.name ?? '';
  const inputs = definition.input ?? [];
  const outputs = definition.output ?? [];
  const defined = new Set(inputs);
  const nodes = needed(readNodes(definition.node ?? [], defined, 1), outputs);
  for (const output of outputs)
    if (!defined.has(output))
      throw new OnnxError(`nothing makes the output ${shown(output)} of function ${shown(name)}`);
  const own = definition.opsetImport ?? [];
  const version = own.length > 0 && own.some(({ domain }) => !domain) ? opsetOf(own, `function ${shown(name)}`) : opset;
  return [
    functionKey(definition.domain ?? '', name),
    { inputs, outputs, attributes: new Set(definition.attribute ?? []), nodes, opset: version },
  ];
}

export const functionKey = (domain: string, name: string): string => `${domain}:${name}`;
