// From the messages of a file to checked graphs: every name is defined once and before its use.
import type { onnx as Schema } from 'onnx-proto';
import { readAttribute } from './attributes.ts';
import { OnnxError, shown } from './errors.ts';
import type { AttributeValue, Declared, Graph, Node } from './graph.ts';
import { type Constant, readTensor } from './tensors.ts';
import { typeOf } from './types.ts';

/** Nested graphs (branches, bodies) beyond this depth are a damaged file. */
const deepest = 16;

/** @param outer names of the graphs around this one, which it may use */
export function readGraph(proto: Schema.IGraphProto, outer: ReadonlySet<string> = new Set(), depth = 0): Graph {
  if (depth > deepest) throw new OnnxError(`expected at most ${deepest} graphs inside each other`);
  if (proto.sparseInitializer?.length) throw new OnnxError('sparse initializers are not supported');
  const constants = new Map<string, Constant>();
  for (const tensor of proto.initializer ?? []) {
    const name = tensor.name ?? '';
    if (!name || constants.has(name))
      throw new OnnxError(`expected initializers of different names, found ${shown(name)} twice`);
    constants.set(name, readTensor(tensor, 'initializer'));
  }
  const inputs = (proto.input ?? []).map(({ name }) => name ?? '').filter((name) => !constants.has(name));
  if (new Set(inputs).size !== inputs.length) throw new OnnxError('two inputs have the same name');
  const outputs = (proto.output ?? []).map(({ name }) => name ?? '');
  const defined = new Set([...outer, ...constants.keys(), ...inputs]);
  const nodes = needed(readNodes(proto.node ?? [], defined, depth), outputs);
  for (const name of outputs) if (!defined.has(name)) throw new OnnxError(`nothing makes the output ${shown(name)}`);
  return { inputs, constants, nodes, outputs };
}

/** Adds the outputs of the nodes to `defined`. */
export function readNodes(protos: readonly Schema.INodeProto[], defined: Set<string>, depth: number): Node[] {
  return protos.map((proto, index) => {
    const operator = proto.opType ?? '';
    const domain = proto.domain === 'ai.onnx' ? '' : (proto.domain ?? '');
    const name = proto.name || proto.output?.[0] || `number ${index}`;
    const place = { operator, domain, node: name };
    const attributes = new Map<string, AttributeValue>();
    for (const attribute of proto.attribute ?? [])
      attributes.set(
        attribute.name ?? '',
        readAttribute(attribute, {
          tensor: (tensor) => readTensor(tensor, `tensor in node ${shown(name)}`),
          graph: (graph) => readGraph(graph, defined, depth + 1),
        }),
      );
    const inputs = proto.input ?? [];
    for (const input of inputs)
      if (input && !defined.has(input)) throw new OnnxError(`nothing before it makes its input ${shown(input)}`, place);
    const outputs = proto.output ?? [];
    for (const output of outputs) {
      if (output && defined.has(output)) throw new OnnxError(`its output ${shown(output)} is there already`, place);
      if (output) defined.add(output);
    }
    return { operator, domain, name, inputs, outputs, attributes };
  });
}

/** The nodes that the outputs depend on. */
export function needed(nodes: readonly Node[], outputs: readonly string[]): Node[] {
  const wanted = new Set(outputs);
  const kept: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((output) => wanted.has(output))) continue;
    kept.push(node);
    for (const name of uses(node)) wanted.add(name);
  }
  return kept.reverse();
}

function uses(node: Node): string[] {
  const inner = [...node.attributes.values()].flatMap((attribute) =>
    attribute.kind === 'graph' ? [...attribute.value.outputs, ...attribute.value.nodes.flatMap(uses)] : [],
  );
  return [...node.inputs, ...inner].filter((name) => name !== '');
}

/** @throws OnnxError for sequences, maps, optional and sparse values */
export function readDeclared(proto: Schema.IValueInfoProto, what: string): Declared {
  const name = proto.name ?? '';
  const tensor = proto.type?.tensorType;
  if (!tensor)
    throw new OnnxError(`${what} ${shown(name)}: expected a tensor, found a sequence, map, optional or untyped value`);
  const type = typeOf(tensor.elemType, `${what} ${shown(name)}`);
  const shape = tensor.shape?.dim?.map(({ dimValue, dimParam }) =>
    dimParam || dimValue == null || Number(dimValue) < 0 ? (dimParam ?? '') : Number(dimValue),
  );
  return { name, type, shape };
}
