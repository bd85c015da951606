// Jets put together one constituent at a time: sorted, cut to the hardest, in float32. All of it in flat arrays.
import { descendingOrder } from '../jets/descending.ts';
import type { Jets, NumericArray, Role } from '../jets/jets.ts';
import { coordinates, defaultLayout, type JetLayout } from '../jets/layout.ts';

type ArrayOf = (values: ArrayLike<number>) => NumericArray;

export interface CollectedReference {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly array: ArrayOf;
  readonly role?: Role;
}

/** What jets are collected into. */
export interface Collected {
  readonly references?: readonly CollectedReference[];
  readonly layout?: JetLayout;
  /** Of the features beyond (pT, η, φ), in the order of the layout. */
  readonly features?: readonly ArrayOf[];
  /** Whether jets know their partition. */
  readonly partition?: boolean;
}

const none: readonly number[] = [];

/** A jet being read, and the finished ones. */
export class JetCollector {
  readonly #layout: JetLayout;
  readonly #references: readonly CollectedReference[];
  readonly #columns: number[][];
  readonly #arrays: readonly ArrayOf[];
  readonly #offsets: number[] = [0];
  readonly #label: number[] = [];
  readonly #partition?: number[];
  /** Of the finished jets: pT, η, φ, then the others. */
  readonly #flat: Float64Array[];
  #filled = 0;
  /** Of the jet being read. */
  readonly #jet: Float64Array[];
  #size = 0;
  #ptTeV = 0;
  #descending = true;

  constructor({ references = [], layout = defaultLayout, features = [], partition = false }: Collected = {}) {
    this.#layout = layout;
    this.#references = references;
    this.#columns = references.map(() => []);
    this.#arrays = features;
    const columns = Array.from({ length: coordinates + features.length });
    this.#flat = columns.map(() => new Float64Array(2 ** 12));
    this.#jet = columns.map(() => new Float64Array(2 ** 8));
    if (partition) this.#partition = [];
  }

  get count(): number {
    return this.#label.length;
  }

  /** Constituents of the jet being read. */
  get size(): number {
    return this.#size;
  }

  /** Whether the pT of the vector sum of the jet being read is above so many TeV. */
  harderThan(mostTeV: number): boolean {
    return this.#ptTeV > mostTeV && this.ptTeV > mostTeV;
  }

  /** pT [TeV] of the vector sum of the jet being read. */
  get ptTeV(): number {
    const [pt, , phi] = this.#jet as [Float64Array, Float64Array, Float64Array];
    let [x, y] = [0, 0];
    for (let i = 0; i < this.#size; i++) {
      x += pt[i]! * Math.cos(phi[i]!);
      y += pt[i]! * Math.sin(phi[i]!);
    }
    return Math.hypot(x, y);
  }

  /** @param others the features beyond (pT, η, φ), in the order of the layout */
  add(ptTeV: number, eta: number, phi: number, others = none): void {
    const jet = this.#jet;
    const at = this.#size++;
    if (at === jet[0]!.length) jet.forEach((values, column) => (jet[column] = doubled(values, at + 1)));
    if (at > 0 && !(ptTeV <= jet[0]![at - 1]!)) this.#descending = false;
    jet[0]![at] = ptTeV;
    jet[1]![at] = eta;
    jet[2]![at] = phi;
    for (let other = 0; other < others.length; other++) jet[coordinates + other]![at] = others[other]!;
    // the scalar sum, rounded up: no vector sum is above it
    this.#ptTeV += ptTeV * (1 + 1e-9);
  }

  /** Ends the jet being read, which has at least one constituent; constituents of equal pT stay in their order. */
  finishJet(label: number, references: readonly number[], partition?: number): void {
    const count = Math.min(this.#size, this.#layout.constituents);
    const [flat, from] = [this.#flat, this.#filled];
    if (from + count > flat[0]!.length)
      flat.forEach((values, column) => (flat[column] = doubled(values, from + count)));
    const order = this.#descending ? undefined : descendingOrder(this.#jet[0]!, this.#size);
    for (let column = 0; column < flat.length; column++) {
      const [values, out] = [this.#jet[column]!, flat[column]!];
      if (order) for (let i = 0; i < count; i++) out[from + i] = values[order[i]!]!;
      else for (let i = 0; i < count; i++) out[from + i] = values[i]!;
    }
    this.#filled = from + count;
    this.#offsets.push(this.#filled);
    this.#label.push(label);
    this.#partition?.push(partition!);
    references.forEach((value, at) => this.#columns[at]!.push(value));
    this.dropJet();
  }

  dropJet(): void {
    this.#size = 0;
    this.#ptTeV = 0;
    this.#descending = true;
  }

  jets(): Jets {
    const [pt, eta, phi, ...others] = this.#flat.map((values) => values.subarray(0, this.#filled));
    const reference = this.#references.map(({ name, unit, description, array, role }, at) => [
      name,
      { unit, description, values: array(this.#columns[at]!), ...(role && { role }) },
    ]);
    const features = this.#layout.features
      .slice(coordinates)
      .map(({ name }, at) => [name, this.#arrays[at]!(others[at]!)] as const);
    return {
      layout: this.#layout,
      count: this.count,
      offsets: Int32Array.from(this.#offsets),
      ptTeV: new Float32Array(pt!),
      eta: new Float32Array(eta!),
      phi: new Float32Array(phi!),
      ...(features.length > 0 && { features: Object.fromEntries(features) }),
      label: Uint8Array.from(this.#label),
      ...(this.#partition && { partition: Uint8Array.from(this.#partition) }),
      reference: reference.length > 0 ? Object.fromEntries(reference) : undefined,
    };
  }
}

/** The same values with room for twice as many, at least `length`. */
function doubled(values: Float64Array, length: number): Float64Array {
  const out = new Float64Array(Math.max(length, 2 * values.length));
  out.set(values);
  return out;
}
