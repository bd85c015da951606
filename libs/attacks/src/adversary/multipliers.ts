// The multipliers of an augmented Lagrangian whose constraints are only known from batches: method of multipliers
// (Bertsekas, Constrained Optimization and Lagrange Multiplier Methods, 1982, §3.2) on running means.

export interface MultiplierOptions {
  /** Batches that the running mean remembers. */
  readonly memory?: number;
  /** Weight of the squared excess: c of the augmented Lagrangian. */
  readonly penalty?: number;
  /** Share of the penalty that every batch adds to the multipliers. */
  readonly rate?: number;
}

/** All that changes, as it stands in a checkpoint. */
export interface MultiplierMemory {
  readonly batches: number;
  readonly mean: readonly number[];
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/**
 * Holds |d_k| ≤ limit for shares d_k, k < `size`, that batches estimate: d̄_k is a running mean of them, and
 * d̄_k − limit and −d̄_k − limit have a multiplier μ ≥ 0 each, to which every batch adds rate · c times its excess.
 */
export class Multipliers {
  #batches = 0;
  #mean: number[];
  #above: number[];
  #below: number[];
  readonly #memory: number;
  readonly #penalty: number;
  readonly #rate: number;

  constructor(size: number, { memory = 40, penalty = 100, rate = 0.01 }: MultiplierOptions = {}) {
    this.#memory = memory;
    this.#penalty = penalty;
    this.#rate = rate;
    this.#mean = new Array<number>(size).fill(0);
    this.#above = new Array<number>(size).fill(0);
    this.#below = new Array<number>(size).fill(0);
  }

  /** ∂L/∂d_k = max(0, μ_k⁺ + c (d̄_k − limit)) − max(0, μ_k⁻ + c (−d̄_k − limit)). */
  slopes(limit: number): number[] {
    return this.#mean.map((d, k) => {
      const above = this.#above[k]! + this.#penalty * (d - limit);
      const below = this.#below[k]! + this.#penalty * (-d - limit);
      return Math.max(0, above) - Math.max(0, below);
    });
  }

  /** Takes note of what a batch says of d_k. */
  observe(shares: ArrayLike<number>, limit: number): void {
    const weight = 1 / Math.min(this.#memory, ++this.#batches + 4);
    const gain = this.#rate * this.#penalty;
    this.#mean.forEach((mean, k) => {
      const d = mean + weight * (shares[k]! - mean);
      this.#mean[k] = d;
      this.#above[k] = Math.max(0, this.#above[k]! + gain * (d - limit));
      this.#below[k] = Math.max(0, this.#below[k]! + gain * (-d - limit));
    });
  }

  remember(): MultiplierMemory {
    return { batches: this.#batches, mean: this.#mean, above: this.#above, below: this.#below };
  }

  recall({ batches, mean, above, below }: MultiplierMemory): void {
    this.#batches = batches;
    [this.#mean, this.#above, this.#below] = [[...mean], [...above], [...below]];
  }
}
