// Jets in memory: ragged and columnar, one flat array per coordinate and the offsets at which each jet starts.
// The Arrow form is read.ts and write.ts; the padded form that networks are fed is batch.ts.
import { coordinates, type JetLayout } from './layout.ts';

export type NumericArray =
  Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

/** One number per jet that nobody computes with here but that travels along, `trunc_mass` for one; `weight` is the event weight. */
export interface ReferenceColumn {
  readonly values: NumericArray;
  /** 'TeV', 'rad', '1' for dimensionless. */
  readonly unit: string;
  readonly description: string;
  /**
   * What it is where no attack can change it: an event weight, where the row came from, or a number of the user's own that is
   * held while constituents move; it goes along to scores.
   */
  readonly role?: Role;
}

export const roles = ['weight', 'origin', 'held'] as const;
export type Role = (typeof roles)[number];

export interface Jets {
  readonly layout: JetLayout;
  readonly count: number;
  /** [count + 1]: jet i has the constituents offsets[i] to offsets[i + 1]. */
  readonly offsets: Int32Array;
  /** Constituent pT [TeV], flat; descending within a jet unless an attack moved it. */
  readonly ptTeV: Float32Array;
  /** Constituent pseudorapidity, or rapidity where the layout says so, flat. */
  readonly eta: Float32Array;
  /** Constituent azimuth [rad], flat; any representative, differences are to be taken modulo 2π. */
  readonly phi: Float32Array;
  /** The features of the layout beyond these three by name, flat: `mass` [TeV] where it is known, charges … */
  readonly features?: Readonly<Record<string, NumericArray>>;
  /** [count]: an index of the layout's classes. */
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
  const starts = rows.map((row) => jets.offsets[row]!);
  const from = constituentsFrom(starts, offsets);
  const flat = <A extends NumericArray>(values: A): A => gather(values, from);
  return {
    layout: jets.layout,
    count: rows.length,
    offsets,
    ptTeV: flat(jets.ptTeV),
    eta: flat(jets.eta),
    phi: flat(jets.phi),
    features: mapFeatures(jets.features, flat),
    label: gather(jets.label, rows),
    partition: jets.partition && gather(jets.partition, rows),
    reference: mapReference(jets.reference, (values) => gather(values, rows)),
  };
}

/** The first `constituents` of each jet, which are the hardest in descending pT, in a layout of so many slots. */
export function hardest(jets: Jets, constituents: number): Jets {
  const offsets = new Int32Array(jets.count + 1);
  for (let row = 0; row < jets.count; row++)
    offsets[row + 1] = offsets[row]! + Math.min(constituents, jets.offsets[row + 1]! - jets.offsets[row]!);
  const layout = { ...jets.layout, constituents };
  if (offsets[jets.count] === jets.offsets[jets.count]) return { ...jets, layout };
  const from = constituentsFrom(jets.offsets, offsets);
  return { ...mapConstituents(jets, (values) => gather(values, from)), layout, offsets };
}

/**
 * Where constituents lie, jet by jet.
 *
 * @param starts of each jet, where it lies [jets, or more]
 * @param offsets of what it becomes [jets + 1]
 */
function constituentsFrom(starts: Int32Array, offsets: Int32Array): Int32Array {
  const from = new Int32Array(offsets.at(-1)!);
  for (let at = 0, to = 0; to < from.length; at++) for (let i = starts[at]!; to < offsets[at + 1]!;) from[to++] = i++;
  return from;
}

/** All jets of `parts` one after the other; the parts must have the same layout and columns. */
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
    layout: first.layout,
    count: row,
    offsets,
    ptTeV: joined(parts.map((part) => part.ptTeV)),
    eta: joined(parts.map((part) => part.eta)),
    phi: joined(parts.map((part) => part.phi)),
    features: mapFeatures(first.features, (_, name) => joined(parts.map((part) => part.features![name]!))),
    label: joined(parts.map((part) => part.label)),
    partition: first.partition && joined(parts.map((part) => part.partition!)),
    reference: mapReference(first.reference, (_, name) => joined(parts.map((part) => part.reference![name]!.values))),
  };
}

/** Reference columns that stay true whatever happens to the constituents: weights, the nominal one called `weight`, origins, and what is held. */
export function lasting(reference: Jets['reference']): Jets['reference'] {
  const kept = Object.entries(reference ?? {}).filter(([name, { role }]) => name === 'weight' || role !== undefined);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** Event weights of the jets at `rows`: their reference column `weight`, 1 where the sample has none. `[rows]` */
export function weightsOf({ reference }: Pick<Jets, 'reference'>, rows: Int32Array): Float64Array {
  const values = reference?.['weight']?.values;
  return Float64Array.from(rows, (row) => (values ? values[row]! : 1));
}

/** Rows of each class in the order of the classes, ascending. */
export function rowsByClass({ label, layout }: Pick<Jets, 'label' | 'layout'>): Int32Array[] {
  const rows = Int32Array.from(label.keys());
  return layout.classes.map((_, index) => rows.filter((row) => label[row] === index));
}

/** The values at `rows`, in that order. */
export function gather<A extends NumericArray>(values: A, rows: Int32Array): A {
  const out = empty(values, rows.length);
  if (values instanceof Float32Array) gatherFloats(values, rows, out as Float32Array);
  else for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/** The same loop for most of all numbers alone: of one that has met five kinds of arrays V8 makes code that takes ten times as long. */
function gatherFloats(values: Float32Array, rows: Int32Array, out: Float32Array): void {
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
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

export function empty<A extends NumericArray>(like: A, length: number): A {
  return new (like.constructor as new (length: number) => A)(length);
}

/** Every feature of the constituents, flat, in the order of the layout. */
export function featureValues({ layout, ptTeV, eta, phi, features }: Jets): NumericArray[] {
  return [ptTeV, eta, phi, ...layout.features.slice(coordinates).map(({ name }) => features![name]!)];
}

/** The same jets with other constituents or another order of them: `map` gives each feature anew. */
export function mapConstituents(jets: Jets, map: <A extends NumericArray>(values: A) => A): Jets {
  const [ptTeV, eta, phi] = [map(jets.ptTeV), map(jets.eta), map(jets.phi)];
  return { ...jets, ptTeV, eta, phi, features: mapFeatures(jets.features, map) };
}

function mapFeatures(
  features: Jets['features'],
  map: (values: NumericArray, name: string) => NumericArray,
): Jets['features'] {
  return features && Object.fromEntries(Object.entries(features).map(([name, values]) => [name, map(values, name)]));
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
