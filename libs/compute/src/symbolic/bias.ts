// Moves the addition of a bias into the matrix product that it follows, where the runtime also fuses the activation.
import type { Builder } from './builder.ts';
import { reachable, type Value } from './graph.ts';

/** The same outputs, with x·w + b as one operator wherever nothing else needs x·w. */
export function withBias(build: Builder, outputs: Record<string, Value>): Record<string, Value> {
  const values = reachable(Object.values(outputs));
  const uses = new Map<Value, number>();
  const use = (value: Value | undefined): void => {
    if (value) uses.set(value, (uses.get(value) ?? 0) + 1);
  };
  for (const { origin } of values) if (origin.kind === 'node') origin.inputs.forEach(use);
  Object.values(outputs).forEach(use);

  const replaced = new Map<Value, Value>();
  for (const value of values) {
    const { origin } = value;
    if (origin.kind !== 'node') {
      replaced.set(value, value);
      continue;
    }
    const fused = productAndBias(value, uses);
    const inputs = (fused ?? origin).inputs.map((input) => input && replaced.get(input)!);
    const { op, attributes, domain } = fused ? { ...fused, op: 'Gemm', domain: '' } : origin;
    const unchanged = !fused && inputs.every((input, index) => input === origin.inputs[index]);
    replaced.set(value, unchanged ? value : build.graph.node(op, inputs, value.shape, value.type, attributes, domain));
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, replaced.get(value)!]));
}

function productAndBias(sum: Value, uses: ReadonlyMap<Value, number>) {
  if (sum.origin.kind !== 'node' || sum.origin.op !== 'Add') return undefined;
  for (const [product, bias] of [sum.origin.inputs, [...sum.origin.inputs].reverse()] as [Value, Value][]) {
    if (product.origin.kind !== 'node' || product.origin.op !== 'Gemm' || product.origin.inputs.length > 2) continue;
    const fits = bias.shape.length === 1 && bias.shape[0] === product.shape[1] && uses.get(product) === 1;
    if (fits && product.shape.length === sum.shape.length)
      return { inputs: [...product.origin.inputs, bias], attributes: product.origin.attributes };
  }
  return undefined;
}
