// The graph of a TensorFlow.js graph model, evaluated node by node with the operators of ONNX: shapes and axes are folded as there.
import type { ImportedModel, ModelPort } from '../imported-model.ts';
import { shown } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../keras/config.ts';
import { Collected } from '../keras/weights.ts';
import { elementsOf, isFloat, isInteger, type OnnxType } from '../onnx/import/types.ts';
import { Value } from '../onnx/import/value.ts';
import { ModelError } from '../errors.ts';
import { TfjsError } from './errors.ts';
import type { GraphNode } from './graph-node.ts';
import { requireGraphOperator } from './graph-operators.ts';
import type { ManifestWeight } from './manifest.ts';
import { parts, signatureOf } from './signature.ts';

const most = 20_000;

/** @throws TfjsError for functions, resources and control flow, and for operators that are not in the table */
export function graphModel(
  topology: JsonObject,
  model: JsonObject,
  stored: readonly ManifestWeight[],
  by: string,
): ImportedModel {
  if (isObject(topology.library) && Array.isArray(topology.library.function) && topology.library.function.length > 0)
    throw new TfjsError('functions of the graph are not supported; freeze the model without control flow');
  const nodes = readNodes(topology.node as readonly Json[]);
  const { inputs, outputs } = signatureOf(model, nodes);
  const order = inOrder(
    nodes,
    outputs.map(({ from }) => from),
    new Set(inputs.map(({ node }) => node)),
  );
  const collected = new Collected(TfjsError);
  const constants = new Map(stored.map((weight) => [weight.name, weight]));
  const weights = new Map<string, { name: string; shape: readonly number[] }>();
  const known = new Map<string, Value>();
  const operators: Record<string, number> = {};
  for (const node of order) {
    if (node.op === 'Placeholder') continue;
    if (node.op !== 'Const') {
      requireGraphOperator(node);
      operators[node.op] = (operators[node.op] ?? 0) + 1;
      continue;
    }
    const weight = constants.get(node.name);
    if (!weight) throw new TfjsError('expected its values among the weights, found none', placeOf(node));
    if (weight.dtype === 'float32' && weight.shape.length > 0) weights.set(node.name, collected.add(node.name, weight));
    else known.set(node.name, constantOf(weight));
  }
  return {
    producer: by,
    differentiable: true,
    inputs: inputs.map(({ port }) => port),
    outputs: outputs.map(({ port, before }) => ({ ...port, ...(before && { activation: before.kind }) })),
    weights: collected.values,
    operators,
    roots: (operators.Sqrt ?? 0) + (operators.Rsqrt ?? 0),
    run(given, fed, { activated = true } = {}) {
      const values = new Map<string, readonly Value[]>();
      for (const { node, port } of inputs)
        values.set(node, [Value.of(checked(fed[port.name], port), typeIn(port.dtype))]);
      for (const [name, value] of known) values.set(name, [value]);
      for (const [name, { name: own, shape }] of weights)
        values.set(name, [Value.of(checked(given[own], { name: own, shape, dtype: 'float32' }), 'float32')]);
      for (const node of order)
        if (!values.has(node.name))
          values.set(
            node.name,
            at(node, () => run(node, values)),
          );
      return Object.fromEntries(
        outputs.map(({ port, from, before }) => [
          port.name,
          take(activated || !before ? from : before.from, values).tensor(),
        ]),
      );
    },
  };
}

function take(input: string, values: ReadonlyMap<string, readonly Value[]>): Value {
  const [name, output] = parts(input);
  const value = values.get(name)?.[output];
  if (!value) throw new TfjsError(`nothing makes ${shown(input)}`);
  return value;
}

const run = (node: GraphNode, values: ReadonlyMap<string, readonly Value[]>): readonly Value[] =>
  requireGraphOperator(node)(
    node,
    node.inputs.map((input) => take(input, values)),
  );

const placeOf = ({ op, name }: GraphNode) => ({ operator: op, node: name });

function at<T>(node: GraphNode, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TfjsError && error.place.operator !== undefined) throw error;
    const reason = error instanceof ModelError ? error.reason : (error as Error).message;
    throw new TfjsError(reason, placeOf(node), { cause: error });
  }
}

function readNodes(list: readonly Json[]): Map<string, GraphNode> {
  if (list.length > most) throw new TfjsError(`expected at most ${most} nodes, found ${list.length}`);
  const nodes = new Map<string, GraphNode>();
  for (const item of list) {
    if (!isObject(item) || typeof item.name !== 'string' || typeof item.op !== 'string')
      throw new TfjsError(`expected a node with name and op, found ${shown(JSON.stringify(item))}`);
    const inputs = item.input ?? [];
    if (!Array.isArray(inputs) || !inputs.every((input) => typeof input === 'string'))
      throw new TfjsError(`node ${shown(item.name)}: expected names as inputs`);
    if (nodes.has(item.name)) throw new TfjsError(`two nodes are called ${shown(item.name)}`);
    const values = (inputs as string[]).filter((input) => !input.startsWith('^'));
    nodes.set(item.name, {
      name: item.name,
      op: item.op,
      inputs: values,
      attributes: isObject(item.attr) ? item.attr : {},
    });
  }
  return nodes;
}

/** The nodes that the outputs need, each after those that it needs itself. */
function inOrder(
  nodes: ReadonlyMap<string, GraphNode>,
  outputs: readonly string[],
  fed: ReadonlySet<string>,
): GraphNode[] {
  const order: GraphNode[] = [];
  const state = new Map<string, 'begun' | 'done'>();
  const pending = [...outputs].reverse().map((input) => ({ name: parts(input)[0], leave: false }));
  while (pending.length > 0) {
    const { name, leave } = pending.pop()!;
    const node = nodes.get(name);
    if (!node) throw new TfjsError(`nothing makes ${shown(name)}`);
    if (leave) {
      state.set(name, 'done');
      order.push(node);
      continue;
    }
    if (state.get(name) === 'done') continue;
    if (state.get(name) === 'begun') throw new TfjsError(`node ${shown(name)} needs what it makes itself`);
    state.set(name, 'begun');
    pending.push({ name, leave: true });
    if (fed.has(name)) continue;
    if (node.op === 'Placeholder') throw new TfjsError('nothing feeds this input', placeOf(node));
    for (const input of node.inputs)
      if (state.get(parts(input)[0]) !== 'done') pending.push({ name: parts(input)[0], leave: false });
  }
  return order;
}

/** Integers of all widths are one type here: TensorFlow mixes those of shapes with those of constants. */
const typeIn = (dtype: ManifestWeight['dtype']): OnnxType => (dtype === 'int32' ? 'int64' : dtype);

function constantOf({ name, shape, dtype, data }: ManifestWeight): Value {
  const type = typeIn(dtype);
  const numbers = Array.from(data);
  if (isFloat(type) && numbers.some(Number.isNaN)) throw new TfjsError(`weight ${shown(name)} holds NaN`);
  return Value.constant(type, shape, elementsOf(type, isInteger(type) ? numbers.map(BigInt) : numbers));
}

function checked(
  tensor: Parameters<typeof Value.of>[0] | undefined,
  { name, shape, dtype }: ModelPort,
): Parameters<typeof Value.of>[0] {
  const fits = tensor && (!shape || (tensor.shape.length === shape.length && shape.every((extent, axis) => typeof extent === 'string' || extent === tensor.shape[axis]))); // prettier-ignore
  if (!tensor || !fits || tensor.dtype !== dtype)
    throw new TfjsError(`${shown(name)}: expected ${dtype}[${shape?.map((extent) => extent || '?').join(', ') ?? '…'}], found ${tensor ? `${tensor.dtype}[${tensor.shape.join(', ')}]` : 'none'}`); // prettier-ignore
  return tensor;
}
