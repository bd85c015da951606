// Moves the addition of a bias into the matrix product that it follows, where the runtime also fuses the activation.
import type { Builder } from '../builder.ts';
import { reachable, type Value } from '../graph.ts';
import { rewritten } from './rewrite.ts';

/** The same outputs, with x·w + b as one operator wherever nothing else needs x·w. */
export function withBias(build: Builder, outputs: Record<string, Value>): Record<string, Value> {
  const uses = new Map<Value, number>();
  const use = (value: Value | undefined): void => {
    if (value) uses.set(value, (uses.get(value) ?? 0) + 1);
  };
  for (const { origin } of reachable(Object.values(outputs))) if (origin.kind === 'node') origin.inputs.forEach(use);
  Object.values(outputs).forEach(use);

  return rewritten(build, outputs, (sum, inputs) => {
    if (sum.origin.kind !== 'node' || sum.origin.op !== 'Add') return undefined;
    for (const [at, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const [product, bias] = [sum.origin.inputs[at]!, inputs[other]!];
      if (product.origin.kind !== 'node' || product.origin.op !== 'Gemm' || product.origin.inputs.length > 2) continue;
      const fits = bias.shape.length === 1 && bias.shape[0] === product.shape[1] && uses.get(product) === 1;
      const made = inputs[at]!.origin;
      if (fits && product.shape.length === sum.shape.length && made.kind === 'node')
        return build.graph.node('Gemm', [...made.inputs, bias], sum.shape, sum.type, made.attributes);
    }
    return undefined;
  });
}
