// Softmax and its logarithm; normalisation by moments and by neighbouring channels.
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelAttributes, KernelTable } from '../kernel.ts';

/** (x − mean) · scale/√(variance + ε) + offset; scale and offset may be absent. */
const batchNorm: Kernel = ({ build, inputs: { x, mean, variance, scale, offset }, attributes }) => {
  const epsilon = build.fill(attributes.varianceEpsilon as number);
  const deviation = build.unary('Sqrt', build.add(variance!, epsilon));
  const normalised = build.div(build.sub(x!, mean!), deviation);
  const scaled = scale ? build.mul(normalised, scale) : normalised;
  return offset ? build.add(scaled, offset) : scaled;
};

/** Sums over the 2r + 1 channels around each, fewer at the ends. */
function around(build: Builder, x: Value, radius: number): Value {
  const channels = x.shape.at(-1)!;
  const reach = Math.min(radius, channels - 1);
  const outer = x.shape.slice(0, -1);
  const pads = [...outer.map(() => 0), reach, ...outer.map(() => 0), reach];
  const inputs = [x, build.graph.integers(pads), build.fill(0)];
  const padded = build.graph.node('Pad', inputs, [...outer, channels + 2 * reach], 'float32');
  const shifted = Array.from({ length: 2 * reach + 1 }, (_, begin) =>
    build.slice(padded, [...outer.map(() => 0), begin], x.shape),
  );
  return shifted.reduce((a, b) => build.add(a, b));
}

/** bias + α · (sum of the squares of the channels around). */
function energy(build: Builder, x: Value, { depthRadius, alpha, bias }: KernelAttributes): Value {
  const squares = around(build, build.mul(x, x), depthRadius as number);
  return build.add(build.mul(squares, build.fill(alpha as number)), build.fill(bias as number));
}

const local: Kernel = ({ build, inputs: { x }, attributes }) => {
  const damping = build.binary('Pow', energy(build, x!, attributes), build.fill(-(attributes.beta as number)));
  return build.mul(x!, damping);
};

/** dy · E^(−β) − 2αβ x · Σ_around(dy · y/E). */
const localSlope: Kernel = ({ build, inputs: { x, y, dy }, attributes }) => {
  const { depthRadius, alpha, beta } = attributes as { depthRadius: number; alpha: number; beta: number };
  const total = energy(build, x!, attributes);
  const direct = build.mul(dy!, build.binary('Pow', total, build.fill(-beta)));
  const shared = around(build, build.div(build.mul(dy!, y!), total), depthRadius);
  return build.sub(direct, build.mul(build.mul(x!, shared), build.fill(2 * alpha * beta)));
};

export const normalising: KernelTable = {
  FusedBatchNorm: batchNorm,
  LRN: local,
  LRNGrad: localSlope,
  LogSoftmax: ({ build, inputs: { logits }, attributes }) =>
    build.unary('LogSoftmax', build.cast(logits!, 'float32'), 'float32', { axis: attributes.axis as number }),
  Softmax: ({ build, inputs: { logits }, attributes }) =>
    build.unary('Softmax', build.cast(logits!, 'float32'), 'float32', { axis: attributes.dim as number }),
};
