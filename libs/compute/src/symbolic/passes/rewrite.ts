// A pass over a finished graph: every value is made anew from its rewritten inputs, or as the pass would have it.
import type { Builder } from '../builder.ts';
import { reachable, type Value } from '../graph.ts';

/** A value that replaces a node, given its rewritten inputs; undefined keeps the node. */
export type Change = (value: Value, inputs: readonly (Value | undefined)[]) => Value | undefined;

/** The same outputs after `change` has seen every node that they need. */
export function rewritten(build: Builder, outputs: Record<string, Value>, change: Change): Record<string, Value> {
  const replaced = new Map<Value, Value>();
  for (const value of reachable(Object.values(outputs))) {
    const { origin } = value;
    if (origin.kind !== 'node') {
      replaced.set(value, value);
      continue;
    }
    const inputs = origin.inputs.map((input) => input && replaced.get(input)!);
    const same = inputs.every((input, index) => input === origin.inputs[index]);
    const { op, attributes, domain } = origin;
    const copy = () => (same ? value : build.graph.node(op, inputs, value.shape, value.type, attributes, domain));
    replaced.set(value, change(value, inputs) ?? copy());
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, replaced.get(value)!]));
}
