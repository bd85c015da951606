// Jets put together one constituent at a time: sorted, cut to the hardest, in float32.
import type { Jets, NumericArray, Role } from '../jets/jets.ts';
import { coordinates, defaultLayout, type JetLayout } from '../jets/layout.ts';

type ArrayOf = (values: readonly number[]) => NumericArray;

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

interface Constituent {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly others: readonly number[];
}

const none: readonly number[] = [];

/** A jet being read, and the finished ones. */
export class JetCollector {
  readonly #layout: JetLayout;
  readonly #references: readonly CollectedReference[];
  readonly #columns: number[][];
  readonly #arrays: readonly ArrayOf[];
  readonly #others: number[][];
  readonly #offsets: number[] = [0];
  readonly #label: number[] = [];
  readonly #partition?: number[];
  readonly #flat: Record<'pt' | 'eta' | 'phi', number[]> = { pt: [], eta: [], phi: [] };
  #jet: Constituent[] = [];

  constructor({ references = [], layout = defaultLayout, features = [], partition = false }: Collected = {}) {
    this.#layout = layout;
    this.#references = references;
    this.#columns = references.map(() => []);
    this.#arrays = features;
    this.#others = features.map(() => []);
    if (partition) this.#partition = [];
  }

  get count(): number {
    return this.#label.length;
  }

  /** Constituents of the jet being read. */
  get size(): number {
    return this.#jet.length;
  }

  /** pT [TeV] of the vector sum of the jet being read. */
  get ptTeV(): number {
    let [x, y] = [0, 0];
    for (const { pt, phi } of this.#jet) [x, y] = [x + pt * Math.cos(phi), y + pt * Math.sin(phi)];
    return Math.hypot(x, y);
  }

  /** @param others the features beyond (pT, η, φ), in the order of the layout */
  add(ptTeV: number, eta: number, phi: number, others = none): void {
    this.#jet.push({ pt: ptTeV, eta, phi, others });
  }

  /** Ends the jet being read, which has at least one constituent; constituents of equal pT stay in their order. */
  finishJet(label: number, references: readonly number[], partition?: number): void {
    const hardest = this.#jet.sort((a, b) => b.pt - a.pt).slice(0, this.#layout.constituents);
    for (const { pt, eta, phi, others } of hardest) {
      this.#flat.pt.push(pt);
      this.#flat.eta.push(eta);
      this.#flat.phi.push(phi);
      this.#others.forEach((values, at) => values.push(others[at]!));
    }
    this.#offsets.push(this.#flat.pt.length);
    this.#label.push(label);
    this.#partition?.push(partition!);
    references.forEach((value, at) => this.#columns[at]!.push(value));
    this.#jet = [];
  }

  dropJet(): void {
    this.#jet = [];
  }

  jets(): Jets {
    const { pt, eta, phi } = this.#flat;
    const reference = this.#references.map(({ name, unit, description, array, role }, at) => [
      name,
      { unit, description, values: array(this.#columns[at]!), ...(role && { role }) },
    ]);
    const features = this.#layout.features
      .slice(coordinates)
      .map(({ name }, at) => [name, this.#arrays[at]!(this.#others[at]!)] as const);
    return {
      layout: this.#layout,
      count: this.count,
      offsets: Int32Array.from(this.#offsets),
      ptTeV: Float32Array.from(pt),
      eta: Float32Array.from(eta),
      phi: Float32Array.from(phi),
      ...(features.length > 0 && { features: Object.fromEntries(features) }),
      label: Uint8Array.from(this.#label),
      ...(this.#partition && { partition: Uint8Array.from(this.#partition) }),
      reference: reference.length > 0 ? Object.fromEntries(reference) : undefined,
    };
  }
}
