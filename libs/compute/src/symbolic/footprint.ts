// Memory that a function asks for, read off its graph without running it.
import type { TensorFunction } from '../tensors/device.ts';
import { reachable } from './graph.ts';
import { trace, type Signature } from './trace.ts';

const bytes = { float32: 4, int32: 4, bool: 1, int64: 8, float64: 8 } as const;

/** The same memory under another shape. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Identity', 'Flatten']);

/**
 * Bytes of everything that a function makes of inputs of these shapes, were nothing given back before the end: what a call
 * takes is less, and grows alike. Constants, weights among them, do not count.
 */
export function footprint(run: TensorFunction, inputs: Signature): number {
  const { outputs } = trace(run, inputs, { forCpu: true });
  let total = 0;
  for (const { origin, shape, type } of reachable(Object.values(outputs)))
    if (origin.kind === 'node' && !views.has(origin.op)) total += shape.reduce((a, b) => a * b, bytes[type]);
  return total;
}
