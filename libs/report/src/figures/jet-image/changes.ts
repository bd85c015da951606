// Changes of the numbers of a jet by an attack, or of their means over many.
import type { JetPair } from './pairs.ts';
import { shapeOf } from './shape.ts';

/** A number before and after. */
export interface Change {
  readonly before: number;
  readonly after: number;
  /** Standard error of the mean of after − before, where these are means over two jets at least. */
  readonly error?: number;
}

const quantities = ['ptGeV', 'massGeV', 'd2', 'response'] as const;
type Quantity = (typeof quantities)[number];

/** Without the classifier output where none was given. */
export type Changes = Readonly<Partial<Record<Quantity, Change>>>;

/** By row of the attacked jets: P(signal), and the weight of the jet. */
export interface Responses {
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly weight: Float64Array;
}

/** Σ over jets of w, w x, w Δ, w², w² Δ, w² Δ². */
interface Sums {
  jets: number;
  weight: number;
  before: number;
  change: number;
  weight2: number;
  change2: number;
  squares: number;
}

const none: Sums = { jets: 0, weight: 0, before: 0, change: 0, weight2: 0, change2: 0, squares: 0 };

/** The means of every number over the jets added. */
export class MeanChanges {
  readonly #sums = new Map<Quantity, Sums>();

  add({ row, before, after }: JetPair, responses?: Responses, weight = 1): void {
    const of = (jet: typeof before, response: number | undefined) => ({ ...shapeOf(jet), response: response ?? NaN });
    const [was, is] = [of(before, responses?.before[row]), of(after, responses?.after[row])];
    for (const quantity of quantities) {
      const change = is[quantity] - was[quantity];
      if (!Number.isFinite(change)) continue;
      const sums = this.#sums.get(quantity) ?? { ...none };
      this.#sums.set(quantity, sums);
      sums.jets++;
      sums.weight += weight;
      sums.before += weight * was[quantity];
      sums.change += weight * change;
      sums.weight2 += weight ** 2;
      sums.change2 += weight ** 2 * change;
      sums.squares += (weight * change) ** 2;
    }
  }

  means(): Changes {
    return Object.fromEntries([...this.#sums].map(([quantity, sums]) => [quantity, meanOf(sums)]));
  }
}

/** The error is √(n/(n−1) Σ w² (Δ − mean)²) / Σ w: that of the mean where weights are equal. */
function meanOf({ jets, weight, before, change, weight2, change2, squares }: Sums): Change {
  const [mean, shift] = [before / weight, change / weight];
  const spread = Math.max(0, squares - 2 * shift * change2 + shift ** 2 * weight2);
  return {
    before: mean,
    after: mean + shift,
    ...(jets > 1 && { error: Math.sqrt((jets / (jets - 1)) * spread) / weight }),
  };
}
