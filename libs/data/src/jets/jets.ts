// Jets in memory: ragged and columnar, one flat array per coordinate and the offsets at which each jet starts.
// The Arrow form is read.ts and write.ts; the padded form that networks are fed is batch.ts.

/** The most constituents that a jet has: the hardest are kept (§II of arXiv:1910.08606). */
export const maxConstituents = 64;

export type NumericArray =
  Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

/** One number per jet that nobody computes with here but that travels along, `trunc_mass` for one; `weight` is the event weight. */
export interface ReferenceColumn {
  readonly values: NumericArray;
  /** 'TeV', 'rad', '1' for dimensionless. */
  readonly unit: string;
  readonly description: string;
}

export interface Jets {
  readonly count: number;
  /** [count + 1]: jet i has the constituents offsets[i] to offsets[i + 1]. */
  readonly offsets: Int32Array;
  /** Constituent pT [TeV], flat; descending within a jet unless an attack moved it. */
  readonly ptTeV: Float32Array;
  /** Constituent pseudorapidity, flat. */
  readonly eta: Float32Array;
  /** Constituent azimuth [rad], flat; any representative, differences are to be taken modulo 2π. */
  readonly phi: Float32Array;
  /** [count]: 0 background, 1 signal. */
  readonly label: Uint8Array;
  /** [count]: 0 train, 1 validation, 2 test. */
  readonly partition?: Uint8Array;
  /** Further numeric columns by name, each [count]. */
  readonly reference?: Readonly<Record<string, ReferenceColumn>>;
}

/** The jets at `rows`, in that order; every column follows. */
export function pick(jets: Jets, rows: Int32Array): Jets {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => {
    offsets[at + 1] = offsets[at]! + jets.offsets[row + 1]! - jets.offsets[row]!;
  });
  const flat = (values: Float32Array): Float32Array => {
    const out = new Float32Array(offsets[rows.length]!);
    rows.forEach((row, at) => out.set(values.subarray(jets.offsets[row], jets.offsets[row + 1]), offsets[at]));
    return out;
  };
  return {
    count: rows.length,
    offsets,
    ptTeV: flat(jets.ptTeV),
    eta: flat(jets.eta),
    phi: flat(jets.phi),
    label: gather(jets.label, rows),
    partition: jets.partition && gather(jets.partition, rows),
    reference: mapReference(jets.reference, (values) => gather(values, rows)),
  };
}

/** All jets of `parts` one after the other; the parts must have the same columns. */
export function concatenate(parts: readonly Jets[]): Jets {
  const [first] = parts;
  if (!first) throw new Error('internal: nothing to concatenate');
  if (parts.length === 1) return first;
  const offsets = new Int32Array(sum(parts, (part) => part.count) + 1);
  let row = 0;
  let constituent = 0;
  for (const part of parts) {
    for (let i = 1; i <= part.count; i++) offsets[++row] = constituent + part.offsets[i]!;
    constituent = offsets[row]!;
  }
  return {
    count: row,
    offsets,
    ptTeV: joined(parts.map((part) => part.ptTeV)),
    eta: joined(parts.map((part) => part.eta)),
    phi: joined(parts.map((part) => part.phi)),
    label: joined(parts.map((part) => part.label)),
    partition: first.partition && joined(parts.map((part) => part.partition!)),
    reference: mapReference(first.reference, (_, name) => joined(parts.map((part) => part.reference![name]!.values))),
  };
}

/** The event weights alone among reference columns, `weight`; undefined where there are none. */
export function onlyWeight(reference: Jets['reference']): Jets['reference'] {
  return reference?.['weight'] && { weight: reference['weight'] };
}

/** Event weights of the jets at `rows`: their reference column `weight`, 1 where the sample has none. `[rows]` */
export function weightsOf({ reference }: Pick<Jets, 'reference'>, rows: Int32Array): Float64Array {
  const values = reference?.['weight']?.values;
  return Float64Array.from(rows, (row) => (values ? values[row]! : 1));
}

/** Rows of background and of signal, each ascending. */
export function rowsByClass({ label, count }: Pick<Jets, 'label' | 'count'>): [Int32Array, Int32Array] {
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return [rows.filter((row) => label[row] === 0), rows.filter((row) => label[row] === 1)];
}

function gather<A extends NumericArray>(values: A, rows: Int32Array): A {
  const out = empty(values, rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/** The values of `parts`, at least one, one after the other. */
export function joined<A extends NumericArray>(parts: readonly A[]): A {
  const out = empty(
    parts[0]!,
    sum(parts, (part) => part.length),
  );
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function empty<A extends NumericArray>(like: A, length: number): A {
  return new (like.constructor as new (length: number) => A)(length);
}

function mapReference(
  reference: Jets['reference'],
  map: (values: NumericArray, name: string) => NumericArray,
): Jets['reference'] {
  if (!reference) return undefined;
  return Object.fromEntries(
    Object.entries(reference).map(([name, column]) => [name, { ...column, values: map(column.values, name) }]),
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
