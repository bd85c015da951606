// A TensorFlow.js function as a portable ONNX model whose batch axis is free.
// The function is traced at three batch sizes; where the graphs differ, and only there, the model computes the extent
// from its input. Two sizes fix k · batch + c, the third one checks it.
import { DynamicAxisError, SignatureError } from '../errors.ts';
import type { TensorFunction, TensorValue, Values } from '../tensors/device.ts';
import { Builder } from '../symbolic/builder.ts';
import { encode, type Extent } from './encode.ts';
import type { Origin, Value } from '../symbolic/graph.ts';
import { type Signature, trace } from '../symbolic/trace.ts';

export interface ExportedInput {
  /** Extents; the one that is free is a name, `['batch', 64, 3]`. */
  readonly shape: readonly Extent[];
  readonly dtype: TensorValue['dtype'];
}

export interface ExportOptions {
  readonly inputs: Readonly<Record<string, ExportedInput>>;
  /** Handed to the function among its inputs, and kept in the model under the same names. */
  readonly weights?: Values;
  /** Stored in the model's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Primes far from any extent of a network, so that equal numbers mean equal things. */
const sizes = [1009, 1013, 1019] as const;

/**
 * The bytes of an ONNX model (opset 20, standard operators only) with the inputs and outputs of `run`.
 *
 * @throws DynamicAxisError when the graph depends on the batch size in another way than through extents
 */
export function exportOnnx(run: TensorFunction, { inputs, weights = {}, metadata = {} }: ExportOptions): Uint8Array {
  const taken = (name: string): boolean => name in inputs || name in weights;
  const free = new Set(
    Object.values(inputs).flatMap(({ shape }) => shape.filter((extent) => typeof extent === 'string')),
  );
  if (free.size > 1) throw new DynamicAxisError(`expected at most one free axis, found ${[...free].join(', ')}`);
  const traces = sizes.map((size) => trace(run, { ...weights, ...signatureAt(inputs, size) }));
  const merged = new Merged(inputs);
  const outputs: Record<string, Value> = {};
  const shapes: Record<string, Extent[]> = {};
  for (const name of Object.keys(traces[0]!.outputs)) {
    if (taken(name)) throw new SignatureError(`an ONNX model cannot have an input and an output called ${name}`);
    const values = traces.map((traced) => traced.outputs[name]!);
    outputs[name] = merged.value(values);
    shapes[name] = values[0]!.shape.map((_, axis) =>
      describe(merged.extent(values.map(({ shape }) => shape[axis]!)), free),
    );
  }
  for (const [name, { shape }] of Object.entries(inputs)) shapes[name] = [...shape];
  const parameters = Object.keys(inputs).map((name) => merged.input(name));
  return encode(parameters, outputs, { shapes, weights: merged.weightsOf(weights), metadata });
}

function signatureAt(inputs: ExportOptions['inputs'], size: number): Signature {
  const at = (extent: Extent): number => (typeof extent === 'number' ? extent : size);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, dtype }]) => [name, { shape: shape.map(at), dtype }]),
  );
}

interface Affine {
  readonly slope: number;
  readonly offset: number;
}

function describe({ slope, offset }: Affine, free: ReadonlySet<Extent>): Extent {
  if (slope === 0) return offset;
  const name = [...free][0]!;
  return `${slope === 1 ? '' : `${slope} * `}${name}${offset === 0 ? '' : ` + ${offset}`}`;
}

/** One graph out of three that differ in nothing but extents. */
class Merged {
  private readonly build = new Builder();
  private readonly known = new Map<string, Value>();
  private readonly inputs = new Map<string, Value>();

  constructor(private readonly declared: ExportOptions['inputs']) {
    for (const [name, { shape, dtype }] of Object.entries(declared)) {
      const extents = shape.map((extent) => (typeof extent === 'number' ? extent : sizes[0]));
      this.inputs.set(name, this.build.graph.input(name, extents, dtype));
    }
  }

  input(name: string): Value {
    return this.inputs.get(name)!;
  }

  weightsOf(weights: Values): Map<Value, TensorValue> {
    const used = Object.entries(weights).filter(([name]) => this.inputs.has(name));
    return new Map(used.map(([name, value]) => [this.input(name), value]));
  }

  value(values: readonly Value[]): Value {
    const key = values.map(({ id }) => id).join();
    let merged = this.known.get(key);
    if (!merged) {
      merged = this.merge(values);
      this.known.set(key, merged);
    }
    return merged;
  }

  private merge(values: readonly Value[]): Value {
    const origins = values.map(({ origin }) => origin);
    const { shape, type } = values[0]!;
    const [first] = origins as [Origin];
    if (first.kind === 'input') {
      if (!this.inputs.has(first.name)) this.inputs.set(first.name, this.build.graph.input(first.name, shape, type));
      return this.inputs.get(first.name)!;
    }
    if (first.kind === 'fill') return this.fill(values);
    if (first.kind === 'data') return this.data(values);
    const nodes = origins.map((origin) => {
      if (origin.kind !== 'node' || origin.op !== first.op || origin.inputs.length !== first.inputs.length)
        throw new DynamicAxisError(`the graph has another shape for another batch size, at ${first.op}`);
      if (JSON.stringify(origin.attributes) !== JSON.stringify(first.attributes))
        throw new DynamicAxisError(`an attribute of ${first.op} depends on the batch size`);
      return origin;
    });
    const inputs = first.inputs.map((input, position) => {
      if (!input) return undefined;
      const sources = nodes.map((node) => node.inputs[position]!);
      return first.op === 'Reshape' && position === 1 ? this.target(sources) : this.value(sources);
    });
    return this.build.graph.node(first.op, inputs, shape, type, first.attributes, first.domain);
  }

  private fill(values: readonly Value[]): Value {
    const { shape, type } = values[0]!;
    const numbers = values.map(({ origin }) => {
      if (origin.kind !== 'fill') throw new DynamicAxisError('a constant depends on the batch size');
      return origin.value;
    });
    const number = numbers.every((value) => Object.is(value, numbers[0]))
      ? this.build.fill(numbers[0]!, [], type)
      : this.number(numbers, type);
    const extents = shape.map((_, axis) => this.extent(values.map((value) => value.shape[axis]!)));
    if (extents.every(({ slope }) => slope === 0))
      return number.origin.kind === 'fill'
        ? this.build.fill(number.origin.value, shape, type)
        : this.build.expand(number, shape);
    return this.build.graph.node('Expand', [number, this.extents(extents)], shape, type);
  }

  /** A constant k · batch or k / batch, as a mean over the batch makes it. */
  private number(numbers: readonly number[], type: Value['type']): Value {
    const [first] = numbers as [number];
    const batch = this.build.cast(this.build.reshape(this.batch(), []), type);
    const agrees = (law: (size: number) => number): boolean =>
      numbers.every((value, index) => Math.abs(value - law(sizes[index]!)) <= 1e-6 * Math.abs(value));
    const [per, times] = [first / sizes[0], first * sizes[0]];
    if (agrees((size) => per * size)) return this.build.mul(batch, this.build.fill(per, [], type));
    if (type === 'float32' && agrees((size) => times / size)) return this.build.div(this.build.fill(times), batch);
    throw new DynamicAxisError(`a constant is ${numbers.join(', ')} for batches of ${sizes.join(', ')}`);
  }

  private data(values: readonly Value[]): Value {
    const arrays = values.map(({ origin }) => {
      if (origin.kind !== 'data') throw new DynamicAxisError('a constant depends on the batch size');
      return Array.from<number | bigint>(origin.data);
    });
    const equal = arrays.every(
      (array) => array.length === arrays[0]!.length && array.every((v, i) => Object.is(v, arrays[0]![i])),
    );
    const { shape, type } = values[0]!;
    const { origin } = values[0]!;
    if (equal && origin.kind === 'data') return this.build.data(origin.data, shape, type);
    if (type !== 'int64') throw new DynamicAxisError('an array of constants depends on the batch size');
    return this.extents(arrays[0]!.map((_, index) => this.extent(arrays.map((array) => Number(array[index])))));
  }

  /** The shape that a Reshape aims at: one unknown extent is left to the runtime. */
  private target(values: readonly Value[]): Value {
    const arrays = values.map(({ origin }) =>
      origin.kind === 'data' ? Array.from<number | bigint>(origin.data).map(Number) : undefined,
    );
    if (arrays.some((array) => array === undefined)) return this.value(values);
    const extents = arrays[0]!.map((_, index) => this.extent(arrays.map((array) => array![index]!)));
    if (extents.filter(({ slope }) => slope !== 0).length !== 1) return this.extents(extents);
    return this.build.graph.integers(extents.map(({ slope, offset }) => (slope === 0 ? offset : -1)));
  }

  /** k · batch + c out of the extents at the three sizes. */
  extent(found: readonly number[]): Affine {
    const slope = (found[1]! - found[0]!) / (sizes[1] - sizes[0]);
    const offset = found[0]! - slope * sizes[0];
    if (!Number.isInteger(slope) || found[2] !== slope * sizes[2] + offset)
      throw new DynamicAxisError(`an extent is ${found.join(', ')} for batches of ${sizes.join(', ')}`);
    return { slope, offset };
  }

  private extents(extents: readonly Affine[]): Value {
    const { graph } = this.build;
    const pieces = extents.map(({ slope, offset }) => {
      if (slope === 0) return graph.integers([offset]);
      const scaled =
        slope === 1 ? this.batch() : graph.node('Mul', [this.batch(), graph.integers([slope])], [1], 'int64');
      return offset === 0 ? scaled : graph.node('Add', [scaled, graph.integers([offset])], [1], 'int64');
    });
    return pieces.length === 1 ? pieces[0]! : graph.node('Concat', pieces, [pieces.length], 'int64', { axis: 0 });
  }

  /** The batch size as int64 `[1]`, read off the first input that has it. */
  private batch(): Value {
    for (const [name, { shape }] of Object.entries(this.declared)) {
      const axis = shape.findIndex((extent) => typeof extent === 'string');
      if (axis >= 0)
        return this.build.graph.node('Shape', [this.input(name)], [1], 'int64', { start: axis, end: axis + 1 });
    }
    throw new DynamicAxisError('no input has a free axis');
  }
}
