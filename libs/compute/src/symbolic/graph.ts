// The graph that a traced function leaves behind: values, and the ONNX operators that make them.
// Equal operators on equal inputs are one node, so common subexpressions meet; what nothing needs is never encoded.

export type ElementType = 'float32' | 'int32' | 'bool' | 'int64' | 'float64';
export type Elements = Float32Array | Int32Array | Uint8Array | BigInt64Array | Float64Array;

/** An attribute of an ONNX operator. A bare number is an integer. */
export type Attribute = number | readonly number[] | string | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

export type Origin =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'fill'; readonly value: number }
  | { readonly kind: 'data'; readonly data: Elements }
  | {
      readonly kind: 'node';
      /** `TopK:1/2` is the second of the two outputs of TopK. */
      readonly op: string;
      readonly domain: string;
      readonly inputs: readonly (Value | undefined)[];
      readonly attributes: Attributes;
    };

export interface Value {
  /** Grows in the order of making, which is therefore an order of evaluation. */
  readonly id: number;
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly origin: Origin;
}

const arrays = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
  int64: BigInt64Array,
  float64: Float64Array,
} as const;

/** Constants of up to this many elements are compared by content. */
const compared = 256;

export class Graph {
  readonly inputs: Value[] = [];
  private readonly known = new Map<string, Value>();
  private count = 0;

  input(name: string, shape: readonly number[], type: ElementType): Value {
    const value = this.make(shape, type, { kind: 'input', name });
    this.inputs.push(value);
    return value;
  }

  /** A constant with one value everywhere. */
  fill(value: number, shape: readonly number[], type: ElementType): Value {
    const key = `fill ${type}[${shape.join()}] ${Object.is(value, -0) ? '-0' : value}`;
    return this.once(key, () => this.make(shape, type, { kind: 'fill', value }));
  }

  /** A constant; one that is the same everywhere becomes a `fill`. */
  data(data: Elements, shape: readonly number[], type: ElementType): Value {
    const value = uniform(data);
    if (value !== undefined) return this.fill(value, shape, type);
    const make = (): Value => this.make(shape, type, { kind: 'data', data });
    if (data.length > compared) return make();
    return this.once(`data ${type}[${shape.join()}] ${data.join()}`, make);
  }

  /** A one-dimensional int64 constant: shapes, axes, starts and ends. */
  integers(values: readonly number[]): Value {
    const make = (): Value =>
      this.make([values.length], 'int64', { kind: 'data', data: BigInt64Array.from(values, BigInt) });
    return this.once(`data int64[${values.length}] ${values.join()}`, make);
  }

  node(
    op: string,
    inputs: readonly (Value | undefined)[],
    shape: readonly number[],
    type: ElementType,
    attributes: Attributes = {},
    domain = '',
  ): Value {
    const key = `${domain}.${op} ${inputs.map((value) => value?.id ?? '').join()} ${type}[${shape.join()}] ${JSON.stringify(attributes)}`;
    return this.once(key, () => this.make(shape, type, { kind: 'node', op, domain, inputs, attributes }));
  }

  /** A node that has been made before, if it has. */
  find(op: string, inputs: readonly Value[], like: Value): Value | undefined {
    return this.known.get(`.${op} ${inputs.map(({ id }) => id).join()} ${like.type}[${like.shape.join()}] {}`);
  }

  private once(key: string, make: () => Value): Value {
    const known = this.known.get(key);
    if (known) return known;
    const value = make();
    this.known.set(key, value);
    return value;
  }

  private make(shape: readonly number[], type: ElementType, origin: Origin): Value {
    return { id: this.count++, shape: [...shape], type, origin };
  }
}

/** The elements of a constant; undefined for what is only known when the graph runs. */
export function elementsOf({ origin, shape, type }: Value): Elements | undefined {
  if (origin.kind === 'data') return origin.data;
  if (origin.kind !== 'fill') return undefined;
  const size = shape.reduce((a, b) => a * b, 1);
  return type === 'int64'
    ? new BigInt64Array(size).fill(BigInt(origin.value))
    : new arrays[type](size).fill(origin.value);
}

function uniform(data: Elements): number | undefined {
  const first = data[0];
  if (first === undefined) return undefined;
  for (let i = 1; i < data.length; i++) if (!Object.is(data[i], first)) return undefined;
  return Number(first);
}

/** Everything that the outputs need, in an order of evaluation. */
export function reachable(outputs: Iterable<Value>): Value[] {
  const seen = new Map<number, Value>();
  const pending = [...outputs];
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (seen.has(value.id)) continue;
    seen.set(value.id, value);
    if (value.origin.kind === 'node') for (const input of value.origin.inputs) if (input) pending.push(input);
  }
  return [...seen.values()].sort((a, b) => a.id - b.id);
}
