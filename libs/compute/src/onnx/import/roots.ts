// Square roots in a model whose arguments its inputs move: where such a one is 0, its slope is chosen.
import type { AttributeValue, Graph, Node } from './graph.ts';
import { functionKey, type Model } from './model.ts';

/** Operators whose results the values of their inputs do not change. */
const shapesOnly: ReadonlySet<string> = new Set(['Shape', 'Size', 'ConstantOfShape']);

/** How many there are, those in functions once per call; `Pow` with the exponent 0.5 is one. */
export function countRoots({ graph, functions }: Model): number {
  return countIn(graph.nodes, new Set(graph.inputs), graph.constants, functions, 0);
}

function countIn(
  nodes: readonly Node[],
  moving: Set<string>,
  constants: Graph['constants'],
  functions: Model['functions'],
  depth: number,
): number {
  let count = 0;
  const halves = new Set([...constants].flatMap(([name, { data }]) => (data.length === 1 && Number(data[0]) === 0.5 ? [name] : []))); // prettier-ignore
  for (const { operator, domain, inputs, outputs, attributes } of nodes) {
    if (operator === 'Constant' && isHalf(attributes)) halves.add(outputs[0]!);
    if (!inputs.some((name) => moving.has(name)) || shapesOnly.has(operator)) continue;
    outputs.forEach((name) => moving.add(name));
    const called = functions.get(functionKey(domain, operator));
    if (called && depth < 32) {
      const given = called.inputs.filter((_, index) => moving.has(inputs[index] ?? ''));
      count += countIn(called.nodes, new Set(given), new Map(), functions, depth + 1);
    } else if (domain === '' && (operator === 'Sqrt' || (operator === 'Pow' && halves.has(inputs[1]!)))) count++;
    for (const attribute of attributes.values())
      if (attribute.kind === 'graph') count += inGraph(attribute, moving, functions, depth);
  }
  return count;
}

function inGraph({ value }: AttributeValue, moving: Set<string>, functions: Model['functions'], depth: number): number {
  const { nodes, constants } = value as Graph;
  return depth < 32 ? countIn(nodes, new Set(moving), constants, functions, depth + 1) : 0;
}

function isHalf(attributes: Node['attributes']): boolean {
  for (const { kind, value } of attributes.values()) {
    if (kind === 'float' && value === 0.5) return true;
    if (kind === 'tensor' && value.data.length === 1 && Number(value.data[0]) === 0.5) return true;
  }
  return false;
}
