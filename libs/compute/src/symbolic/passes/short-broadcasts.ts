// Broadcasts and paddings along a short last axis, [batch, 64, 1] or [1, 1, 3] against [batch, 64, 3], which the runtime's
// cpu kernels do one row of three after another: written with Concat and larger constants they are 3 to 6 times faster, of
// columns against a number, which they do one by one, 20 times.
import type { Builder } from '../builder.ts';
import type { Elements, Value } from '../graph.ts';
import { rewritten } from './rewrite.ts';

/** A last axis longer than this is no hindrance. */
const short = 8;
/** Results of fewer elements are not worth it. */
const many = 4096;
/** A constant is repeated until so many elements lie in a row. */
const inARow = 64;

const binary = new Set(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min']);

/** The same outputs, bit for bit. */
export function withoutShortBroadcasts(build: Builder, outputs: Record<string, Value>): Record<string, Value> {
  return rewritten(build, outputs, (value, inputs) => {
    const { origin, shape, type } = value;
    const size = shape.reduce((a, b) => a * b, 1);
    if (origin.kind !== 'node' || shape.length < 2 || shape.at(-1)! > short || size < many) return undefined;
    if (origin.op === 'Pad') return padded(build, inputs as readonly Value[], shape);
    if (!binary.has(origin.op)) return undefined;
    if (shape.at(-1) === 1) return onRow(build, value, inputs as readonly Value[]);
    const wide = inputs.map((input) => widened(build, input!, shape));
    if (wide.every((input, index) => input === inputs[index])) return undefined;
    return build.graph.node(origin.op, wide, shape, type, origin.attributes);
  });
}

/** A column and a number, which the runtime takes one row after another: the same of a row. */
function onRow(build: Builder, { origin, shape, type }: Value, inputs: readonly Value[]): Value | undefined {
  const isNumber = (x: Value): boolean => x.shape.length === 0;
  if (origin.kind !== 'node' || !inputs.some(isNumber)) return undefined;
  const row = shape.slice(0, -1);
  const rows = inputs.map((x) => (isNumber(x) ? x : build.reshape(x, row)));
  return build.reshape(build.graph.node(origin.op, rows, row, type, origin.attributes), shape);
}

function widened(build: Builder, x: Value, shape: readonly number[]): Value {
  const last = shape.at(-1)!;
  if (x.origin.kind === 'data') return repeated(build, x, x.origin.data, shape);
  const column = x.shape.length === shape.length && x.shape.at(-1) === 1 && last > 1;
  const rows = shape.slice(0, -1).every((extent, axis) => x.shape[axis] === extent);
  if (!column || !rows || x.origin.kind === 'fill') return x;
  return build.concat(Array<Value>(last).fill(x), shape.length - 1);
}

/** A constant [..., 1, n] as [..., k, n]; never along the first axis, whose extent is the batch. */
function repeated(build: Builder, x: Value, data: Elements, shape: readonly number[]): Value {
  if (data.length !== shape.at(-1) || x.type !== 'float32') return x;
  const inner: number[] = [shape.at(-1)!];
  let size = data.length;
  for (let axis = shape.length - 2; axis > 0 && size < inARow; axis--) {
    inner.unshift(shape[axis]!);
    size *= shape[axis]!;
  }
  if (inner.length === 1) return x;
  const wide = Float32Array.from({ length: size }, (_, i) => Number(data[i % data.length]));
  return build.data(wide, inner, 'float32');
}

/** Zeros beside x along the last axis. */
function padded(build: Builder, [x, pads, constant]: readonly Value[], shape: readonly number[]): Value | undefined {
  if (pads!.origin.kind !== 'data' || constant?.origin.kind !== 'fill') return undefined;
  const amounts = Array.from(pads!.origin.data, Number);
  const rank = shape.length;
  if (amounts.some((amount, at) => amount < 0 || (amount > 0 && at % rank !== rank - 1))) return undefined;
  const { value } = constant.origin;
  const columns = (count: number) => (count > 0 ? [build.fill(value, [...shape.slice(0, -1), count], x!.type)] : []);
  return build.concat([...columns(amounts[rank - 1]!), x!, ...columns(amounts.at(-1)!)], rank - 1);
}
