// A graph evaluated node by node, in TensorFlow.js: run eagerly, traced or differentiated like any of its functions.
import { ModelError } from '../../errors.ts';
import { Attributes } from './attributes.ts';
import { OnnxError } from './errors.ts';
import type { Graph, Node } from './graph.ts';
import { functionKey, type Model, type ModelFunction } from './model.ts';
import { requireOperator } from './operators/index.ts';
import { Value } from './value.ts';

/** Functions that call each other beyond this depth never end. */
const deepest = 32;

interface Scope {
  readonly functions: Model['functions'];
  readonly opset: number;
  readonly attributes: Attributes;
  /** Attributes of the function around, which may be missing. */
  readonly optional: ReadonlySet<string>;
  readonly depth: number;
}

const noAttributes = new Attributes(new Map());

/** The outputs of a model's graph, in its order. */
export function evaluateModel(model: Model, given: ReadonlyMap<string, Value>): Value[] {
  const { functions, opset } = model;
  return evaluate(model.graph, given, { functions, opset, attributes: noAttributes, optional: new Set(), depth: 0 });
}

function evaluate(graph: Graph, outer: ReadonlyMap<string, Value>, scope: Scope): Value[] {
  const values = new Map(outer);
  for (const [name, { type, shape, data }] of graph.constants)
    if (!values.has(name)) values.set(name, Value.constant(type, shape, data));
  return run(graph.nodes, graph.outputs, values, scope);
}

function run(nodes: readonly Node[], outputs: readonly string[], values: Map<string, Value>, scope: Scope): Value[] {
  for (const node of nodes) {
    const made = at(node, () => runNode(node, values, scope));
    node.outputs.forEach((name, index) => {
      if (!name) return;
      const value = made[index];
      if (value === null) return;
      if (!value) throw new OnnxError(`its output ${index} is not supported`, placeOf(node));
      values.set(name, value);
    });
  }
  return outputs.map((name) => values.get(name)!);
}

function runNode(node: Node, values: ReadonlyMap<string, Value>, scope: Scope): (Value | null)[] {
  const attributes = scope.attributes.resolve(node.attributes, scope.optional);
  const inputs = node.inputs.map((name) => (name ? values.get(name) : undefined));
  const called = scope.functions.get(functionKey(node.domain, node.operator));
  if (called) return callFunction(called, inputs, attributes, scope);
  const { arity, run } = requireOperator(node);
  const [fewest, most] = arity;
  const missing = Array.from({ length: fewest }, (_, index) => inputs[index]).indexOf(undefined);
  if (missing >= 0 || inputs.length > most)
    throw new OnnxError(
      `expected ${fewest === most ? fewest : `${fewest} to ${most}`} inputs, found ${missing >= 0 ? `none at ${missing}` : inputs.length}`,
    );
  const result = run(
    {
      operator: node.operator,
      opset: scope.opset,
      inputs,
      attributes,
      outputs: node.outputs.length,
      evaluate: (graph) => evaluate(graph, values, scope),
    },
    ...(inputs as Value[]),
  );
  attributes.finish();
  return Array.isArray(result) ? result : [result];
}

function callFunction(
  { inputs, outputs, attributes: optional, nodes, opset }: ModelFunction,
  given: readonly (Value | undefined)[],
  attributes: Attributes,
  { functions, depth }: Scope,
): Value[] {
  if (depth >= deepest) throw new OnnxError(`functions of the model call each other more than ${deepest} deep`);
  const values = new Map<string, Value>();
  inputs.forEach((name, index) => {
    const value = given[index];
    if (value) values.set(name, value);
  });
  const made = run(nodes, outputs, values, { functions, opset, attributes, optional, depth: depth + 1 });
  attributes.finish();
  return made;
}

const placeOf = ({ operator, domain, name }: Node) => ({ operator, domain, node: name });

/** Says at which node something failed; the innermost is kept. */
function at<T>(node: Node, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OnnxError && error.place.operator !== undefined) throw error;
    const reason = error instanceof ModelError ? error.reason : (error as Error).message;
    const tooLarge = error instanceof ModelError && error.tooLarge;
    throw new OnnxError(reason, placeOf(node), { cause: error, tooLarge });
  }
}
