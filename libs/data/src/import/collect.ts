// Jets put together one constituent at a time: sorted, cut to the hardest, in float32.
import type { Jets, NumericArray } from '../jets/jets.ts';
import { defaultLayout, type JetLayout } from '../jets/layout.ts';

export interface CollectedReference {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly array: (values: readonly number[]) => NumericArray;
}

/** A jet being read, and the finished ones. */
export class JetCollector {
  readonly #layout: JetLayout;
  readonly #references: readonly CollectedReference[];
  readonly #columns: number[][];
  readonly #offsets: number[] = [0];
  readonly #label: number[] = [];
  readonly #flat: Record<'pt' | 'eta' | 'phi', number[]> = { pt: [], eta: [], phi: [] };
  #jet: { pt: number; eta: number; phi: number }[] = [];

  constructor(references: readonly CollectedReference[], layout = defaultLayout) {
    this.#layout = layout;
    this.#references = references;
    this.#columns = references.map(() => []);
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

  add(ptTeV: number, eta: number, phi: number): void {
    this.#jet.push({ pt: ptTeV, eta, phi });
  }

  /** Ends the jet being read, which has at least one constituent; constituents of equal pT stay in their order. */
  finishJet(label: number, references: readonly number[]): void {
    const hardest = this.#jet.sort((a, b) => b.pt - a.pt).slice(0, this.#layout.constituents);
    for (const { pt, eta, phi } of hardest) {
      this.#flat.pt.push(pt);
      this.#flat.eta.push(eta);
      this.#flat.phi.push(phi);
    }
    this.#offsets.push(this.#flat.pt.length);
    this.#label.push(label);
    references.forEach((value, at) => this.#columns[at]!.push(value));
    this.#jet = [];
  }

  dropJet(): void {
    this.#jet = [];
  }

  jets(): Jets {
    const { pt, eta, phi } = this.#flat;
    const reference = this.#references.map(({ name, unit, description, array }, at) => [
      name,
      { unit, description, values: array(this.#columns[at]!) },
    ]);
    return {
      layout: this.#layout,
      count: this.count,
      offsets: Int32Array.from(this.#offsets),
      ptTeV: Float32Array.from(pt),
      eta: Float32Array.from(eta),
      phi: Float32Array.from(phi),
      label: Uint8Array.from(this.#label),
      reference: reference.length > 0 ? Object.fromEntries(reference) : undefined,
    };
  }
}
