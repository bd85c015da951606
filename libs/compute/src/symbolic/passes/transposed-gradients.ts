// Weights' gradients xᵀ·y of wide layers from a transposed copy of x: where a product transposes as it goes, the runtime does
// so again for every 128 columns of y. Its optimiser would put a plain transpose back into the product; that of an axis
// more it leaves alone.
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import { rewritten } from './rewrite.ts';

/** Columns of x and of y from which on a copy is worth it. */
const wide = 128;

/** The same outputs, bit for bit. */
export function withTransposedCopies(build: Builder, outputs: Record<string, Value>): Record<string, Value> {
  return rewritten(build, outputs, ({ origin, shape, type }, [x, ...others]) => {
    if (origin.kind !== 'node' || origin.op !== 'Gemm' || origin.attributes.transA !== 1) return undefined;
    const [rows, columns] = x!.shape as [number, number];
    if (Math.min(...shape) < wide || rows < wide) return undefined;
    const copy = build.transpose(build.reshape(x!, [1, rows, columns]), [0, 2, 1]);
    const inputs = [build.reshape(copy, [columns, rows]), ...others];
    return build.graph.node('Gemm', inputs, shape, type, { ...origin.attributes, transA: 0 });
  });
}
